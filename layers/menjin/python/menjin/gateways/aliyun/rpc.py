"""One way to call Aliyun's RPC services, and what their failures mean."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from menjin.failures import Failure, Unavailable

if TYPE_CHECKING:
    from menjin.gateways.credentials import Credentials

CONNECT_S = 3
# What the SDK raises before a connection stands: the request surely did not arrive.
_NEVER_SENT = ("NewConnectionError", "ConnectTimeout", "Name or service not known", "Connection refused")
# Not now: the service answers them with any status.
_LATER = ("Throttling", "ServiceUnavailable")
# The SDK's word for an error answer that is not the service's JSON.
_NOT_THE_SERVICE = "SDK.UnknownServerError"


class Refused(Failure):
    """The service understood the call and declined it. ``code`` is its word, ``status`` its HTTP status.

    ``parameters`` are the names of those parameters of the call that its message mentions. The message itself is not
    kept: it may quote their values.
    """

    def __init__(self, service: str, code: str, status: int, parameters: frozenset[str] = frozenset()) -> None:
        super().__init__(service, code, status)
        self.service, self.code, self.status, self.parameters = service, code, status, parameters


class Rpc:
    """A client of all RPC products. Calls are never repeated here: most of them cost money or reach a person."""

    def __init__(self, credentials: Credentials, region: str) -> None:
        self._credentials, self._region = credentials, region
        self._client: Any = None

    def call(
        self,
        service: str,
        endpoint: str,
        version: str,
        action: str,
        *,
        body: dict[str, str] | None = None,
        content: bytes | None = None,
        read_s: int = 5,
    ) -> dict[str, Any]:
        """The answer as a dict. ``body`` travels as a form, never in the URL: it holds personal values.

        An error answer in the service's own form says that the call was not done: Refused below status 500, Unavailable
        with ``happened`` False from there on. Unavailable for everything else, ``happened`` None if it may have run.
        """
        from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException

        request = self._request(endpoint, version, action, read_s)
        for name, value in (body or {}).items():
            request.add_body_params(name, value)
        if content is not None:
            request.set_content(content)
            request.set_content_type("application/octet-stream")
        try:
            raw = self._connected().do_action_with_exception(request)
        except ServerException as error:
            raise _refusal(service, error, body or {}) from None
        except ClientException as error:
            # The SDK's text quotes the request; only what it says about the connection is looked at, and not kept.
            sent = not any(sign in str(error) for sign in _NEVER_SENT)
            raise Unavailable(service, happened=None if sent else False) from None
        except (IndexError, TypeError, ValueError):
            # The SDK stumbles over error answers of another form: a message without a colon, no UTF-8, a bare number.
            raise Unavailable(service, happened=None) from None
        return _decoded(service, raw)

    def _request(self, endpoint: str, version: str, action: str, read_s: int) -> Any:
        from aliyunsdkcore.http import protocol_type
        from aliyunsdkcore.request import CommonRequest

        request = CommonRequest()
        # The scheme stays inside the domain: the SDK compares its protocol constants by identity and would fall back
        # to plain HTTP for a text that was read from the environment.
        request.set_domain(endpoint)
        request.set_protocol_type(protocol_type.HTTPS)
        request.set_version(version)
        request.set_action_name(action)
        request.set_method("POST")
        request.set_accept_format("json")
        request.set_connect_timeout(CONNECT_S)
        request.set_read_timeout(read_s)
        return request

    def _connected(self) -> Any:
        if self._client is None:
            from aliyunsdkcore.auth.credentials import StsTokenCredential
            from aliyunsdkcore.auth.signers.sts_token_signer import StsTokenSigner
            from aliyunsdkcore.client import AcsClient

            # Its error records quote whole URLs.
            logging.getLogger("aliyunsdkcore").setLevel(logging.CRITICAL + 1)
            given = self._credentials
            client = AcsClient(given.key_id, given.key_secret, self._region, auto_retry=False)
            if given.token:
                # A credential handed to the constructor would give way to ALIYUN_ACCESS_KEY_ID of the environment.
                temporary = StsTokenCredential(given.key_id, given.key_secret, given.token)
                client._signer = StsTokenSigner(temporary)  # noqa: SLF001 - there is no public way
            self._client = client
        return self._client


def _refusal(service: str, error: Any, body: Mapping[str, str]) -> Failure:
    status = int(error.get_http_status() or 0)
    code = str(error.get_error_code() or _NOT_THE_SERVICE)
    if code == _NOT_THE_SERVICE:
        # An error page of something on the way: what happened behind it is not known.
        return Unavailable(service, happened=None)
    if status >= 500 or code.startswith(_LATER):
        return Unavailable(service, happened=False, word=code)
    message = str(error.get_error_msg())
    return Refused(service, code, status, frozenset(name for name in body if name in message))


def _decoded(service: str, raw: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(raw)
    except ValueError:
        raise Unavailable(service, happened=None) from None
    if not isinstance(answer, dict):
        raise Unavailable(service, happened=None)
    return answer
