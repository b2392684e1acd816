"""The policy of a form: until when it serves, and what the form must look like."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emulator.oss.errors import OssError, access_denied, entity_too_large, entity_too_small
from emulator.oss.wire.dates import read_iso_date

_LISTS = ("in", "not-in")
_TEXTS = ("eq", "starts-with")
_RANGE = "content-length-range"
_PREFIX = "Invalid according to Policy: "


@dataclass(frozen=True)
class Condition:
    """One demand on one field; ``name`` is in lower case and without the dollar sign."""

    mode: str
    name: str
    value: str | tuple[str, ...]

    def holds(self, fields: Mapping[str, str]) -> bool:
        """Whether the form meets it. A field that is not sent meets nothing."""
        given = fields.get(self.name)
        if given is None:
            return False
        if self.mode == "starts-with":
            return given.startswith(str(self.value))
        if self.mode == "eq":
            return given == self.value
        return (given in self.value) == (self.mode == "in")

    def __str__(self) -> str:
        value = self.value if isinstance(self.value, str) else list(self.value)
        return json.dumps([self.mode, f"${self.name}", value], ensure_ascii=False)


@dataclass(frozen=True)
class Policy:
    """``expiration`` in epoch seconds; ``smallest`` and ``largest`` bound the file in bytes, both included."""

    expiration: float
    conditions: tuple[Condition, ...]
    smallest: int = 0
    largest: int | None = None

    def check_time(self, now: float) -> None:
        """Refuse what comes too late."""
        if now >= self.expiration:
            raise access_denied(f"{_PREFIX}Policy expired.", "0006-00000213")

    def check_fields(self, fields: Mapping[str, str]) -> None:
        """Refuse a form that fails a condition. ``fields`` include ``bucket``."""
        for condition in self.conditions:
            if not condition.holds(fields):
                raise access_denied(f"{_PREFIX}Policy Condition failed: {condition}", "0006-00000227")

    def check_cover(self, names: list[str]) -> None:
        """Refuse a form with one of these fields that no condition speaks of."""
        covered = {condition.name for condition in self.conditions}
        extra = [name for name in names if name not in covered]
        if extra:
            raise access_denied(f"{_PREFIX}Extra input fields: {extra[0]}", "0006-00000228")

    def check_growth(self, size: int) -> None:
        """Refuse a file that has become too large."""
        if self.largest is not None and size > self.largest:
            raise entity_too_large(self.largest, size)

    def check_size(self, size: int) -> None:
        """Refuse a complete file that is too small."""
        if size < self.smallest:
            raise entity_too_small(self.smallest, size)


def read_policy(text: str) -> Policy:
    """Decode the form's ``policy``; ``InvalidPolicyDocument`` says what is wrong with it."""
    raw = _decode(text)
    if "expiration" not in raw and "conditions" not in raw:
        raise _invalid("Policy has neither expiration nor conditions.", "209")
    expiration = _expiration(raw)
    items = _items(raw)
    smallest, largest = 0, None
    conditions = []
    for item in items:
        if isinstance(item, list) and item and item[0] == _RANGE:
            least, most = _bounds(item)
            smallest, largest = max(smallest, least), most if largest is None else min(largest, most)
        else:
            conditions.append(_condition(item))
    return Policy(expiration, tuple(conditions), smallest, largest)


def _decode(text: str) -> dict[str, Any]:
    try:
        decoded = base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        raise _invalid("Policy is not base64 of UTF-8.", "201") from None
    try:
        raw = json.loads(decoded)
    except (ValueError, RecursionError):
        raise _invalid("Policy is not JSON.", "204") from None
    if not isinstance(raw, dict):
        raise _invalid("Policy is not a JSON object.", "204")
    return raw


def _expiration(raw: dict[str, Any]) -> float:
    if "expiration" not in raw:
        raise _invalid("Policy missing expiration.", "208")
    text = raw["expiration"]
    if not isinstance(text, str):
        raise _invalid("Policy expiration is not a string.", "210")
    if not text:
        raise _invalid("Policy expiration is empty.", "211")
    moment = read_iso_date(text)
    if moment is None:
        raise _invalid("Policy expiration is not an ISO 8601 date in GMT.", "212")
    return moment


def _items(raw: dict[str, Any]) -> list[Any]:
    if "conditions" not in raw:
        raise _invalid("Policy missing conditions.", "207")
    items = raw["conditions"]
    if not isinstance(items, list):
        raise _invalid("Policy conditions is not an array.", "214")
    if not items:
        raise _invalid("Policy conditions is empty.", "215")
    return items


def _condition(item: Any) -> Condition:
    if isinstance(item, dict):
        if len(item) != 1:
            raise _invalid(
                "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.", "222"
            )
        [(name, value)] = item.items()
        return _text_condition("eq", name, value)
    if not isinstance(item, list):
        raise _invalid("A condition is neither an object nor a list.", "222")
    if not item or not isinstance(item[0], str):
        raise _invalid("A condition has no match mode.", "216")
    mode = item[0]
    if mode not in _TEXTS + _LISTS:
        raise _invalid(f"Unknown match mode {mode}.", "217")
    if len(item) > 3:
        raise _invalid("A condition has surplus parameters.", "218")
    if len(item) < 3:
        raise _invalid("A condition lacks parameters.", "224")
    if mode in _TEXTS:
        return _text_condition(mode, item[1], item[2])
    return _list_condition(mode, item[1], item[2])


def _text_condition(mode: str, name: Any, value: Any) -> Condition:
    if not isinstance(name, str) or not isinstance(value, str):
        raise _invalid("A condition's parameter has the wrong type.", "224")
    return Condition(mode, _field(name), _plain(value))


def _list_condition(mode: str, name: Any, values: Any) -> Condition:
    texts = isinstance(values, list) and all(isinstance(value, str) for value in values)
    if not isinstance(name, str) or not texts:
        raise _invalid("A condition's parameter has the wrong type.", "224")
    return Condition(mode, _field(name), tuple(_plain(value) for value in values))


def _field(name: str) -> str:
    return name.removeprefix("$").lower()


def _plain(value: str) -> str:
    return value.replace("\\$", "$")


def _bounds(item: list[Any]) -> tuple[int, int]:
    if len(item) > 3:
        raise _invalid("content-length-range has surplus parameters.", "218")
    if len(item) < 3:
        raise _invalid("content-length-range lacks a bound.", "223")
    least, most = (_bound(value, ec) for value, ec in zip(item[1:], ("220", "221"), strict=True))
    if most < least:
        raise _invalid("content-length-range ends before it begins.", "219")
    return least, most


def _bound(value: Any, ec: str) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise _invalid("A bound of content-length-range has the wrong type.", "223")
    if not isinstance(value, int) or value < 0:
        raise _invalid("A bound of content-length-range is not a non-negative integer.", ec)
    return value


def _invalid(text: str, page: str) -> OssError:
    return OssError(400, "InvalidPolicyDocument", f"Invalid Policy: {text}", f"0006-00000{page}")
