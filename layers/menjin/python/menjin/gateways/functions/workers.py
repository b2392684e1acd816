"""Start workers and runs asynchronously, and carry runs and sweeps on, through ``fc2``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from menjin.failures import Unavailable

if TYPE_CHECKING:
    from menjin.certification.certification import Kind
    from menjin.certification.certifications import Due
    from menjin.certification.walk import Walk
    from menjin.gateways.credentials import Credentials

ITEM, RUN, SWEEP = "certify_item", "certify_run", "certify_sweep"
TIMEOUT_S = 10


class FunctionWorkers:
    """Implements ``certification.run.Workers``, ``Runs`` and ``Continuations``.

    The SDK repeats a call on 500, 502 and 504: nothing that is started twice does harm.
    """

    def __init__(self, endpoint: str, service: str, credentials: Credentials) -> None:
        self._endpoint, self._service, self._credentials = endpoint, service, credentials
        self._client: Any = None

    def start(self, due: Due, run: str) -> None:
        """See the port."""
        self._invoke(ITEM, {"system": due.system, "account": due.account_id, "kind": due.kind.value, "run": run})

    def start_run(self, system: str, kind: Kind | None) -> None:
        """See the port."""
        self._invoke(RUN, {"system": system, "kind": kind.value if kind else None})

    def go_on(self, walk: Walk) -> None:
        """See the port."""
        self._invoke(SWEEP if walk.sweep else RUN, {"walk": walk.carried()})

    def _invoke(self, function: str, payload: dict[str, Any]) -> None:
        import fc2
        import requests

        try:
            self._connected().invoke_function(
                self._service,
                function,
                payload=json.dumps(payload),
                headers={"x-fc-invocation-type": "Async"},
            )
        except (fc2.FcError, requests.RequestException) as error:
            raise Unavailable("functions", happened=None) from error

    def _connected(self) -> Any:
        if self._client is None:
            import fc2

            given = self._credentials
            self._client = fc2.Client(
                endpoint=self._endpoint,
                accessKeyID=given.key_id,
                accessKeySecret=given.key_secret,
                securityToken=given.token or "",
                Timeout=TIMEOUT_S,
            )
        return self._client
