"""What has to be so before a sample event is played, and the values that exist at run time only."""

from __future__ import annotations

import json
import re

from tests.functions.scenes.papers import Papers
from tests.functions.scenes.people import People

_PLACE = re.compile(r'"\$\{account\}"|\$\{(\w+)\}')


class Scene(Papers, People):
    """One play. Values are made when they are first asked for, so a scene holds no more than its event needs."""

    def __enter__(self) -> Scene:
        self._open.callback(self.here.clear_faults)
        try:
            if self.given:
                getattr(self, f"_given_{self.given}")()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def fill(self, text: str) -> str:
        """The event with values in place of ``${names}``; the signature last, since it covers the others."""
        filled = _PLACE.sub(lambda found: self._value(found[1]), text)
        if "${oss_signature}" in filled:
            event = json.loads(filled)
            filled = filled.replace("${oss_signature}", self.signed(event["rawPath"], event["body"].encode()))
        for happens in self._at_last:
            happens()
        self._at_last.clear()
        return filled

    def signed(self, path: str, body: bytes, query: str = "") -> str:
        """OSS's signature."""
        return self.here.cloud.oss.callbacks.signer.sign(path, query, body)

    def _value(self, name: str | None) -> str:
        if name == "oss_signature":
            return "${oss_signature}"
        return str(self[name or "account"])
