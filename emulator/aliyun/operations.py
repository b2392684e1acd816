"""Which operations there are, by version and action, and what they stand on."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from emulator.aliyun.errors import GATEWAY, ApiError, BusinessError, Refusal, gateway
from emulator.aliyun.wire import Call

if TYPE_CHECKING:
    from emulator.aliyun.access import Access
    from emulator.aliyun.limits import Limits
    from emulator.aliyun.ocr.known import Known
    from emulator.aliyun.ocr.reader import Reader
    from emulator.aliyun.sms.catalogue import Catalogue
    from emulator.aliyun.state import BusinessIds, Calls, Registry
    from emulator.shared.clock import Clock
    from emulator.shared.keys import Keys
    from emulator.shared.meter import Meter
    from emulator.shared.outbox import Outbox
    from emulator.shared.switches import AliyunSwitches


@dataclass(frozen=True)
class Context:
    """What all calls share."""

    outbox: Outbox
    clock: Clock
    keys: Keys
    meter: Meter
    switches: AliyunSwitches
    oss_port: int
    """Where the local object store listens, the one place that pictures are fetched from."""
    access: Access
    registry: Registry
    calls: Calls
    limits: Limits
    business_ids: BusinessIds
    catalogue: Catalogue
    reader: Reader
    known: Known


Run = Callable[[Context, Call], Awaitable[dict[str, Any]]]
MARK_LENGTH = 16
"""Hexadecimal digits of a mark that is a hash."""


def hashed(*texts: str) -> str:
    """A mark that tells nobody what it is made of: the SHA-256 of the texts, one right behind the other."""
    return hashlib.sha256("".join(texts).encode()).hexdigest()[:MARK_LENGTH]


@dataclass(frozen=True)
class Operation:
    """One action: what it does, and whether a call of it costs money or reaches a person."""

    run: Run
    item: str | None
    """What a call is in the price table; None if it costs nothing."""
    metered: bool = True
    """Whether it is listed among the calls that cost money or reach a person."""
    mark: Callable[[Call], str] = lambda call: ""
    """What tells calls about one thing from those about another, and names no person."""
    billed: Callable[[Mapping[str, Any]], bool] = lambda result: True
    """Whether the vendor bills a call with this result. One that was refused is never billed."""
    units: Callable[[Context, Call], float] = lambda context, call: 1
    """How many of its item a billed call is."""


@dataclass(frozen=True)
class Product:
    """One product of the vendor in one version."""

    ram: str
    """Its name in RAM policies."""
    version: str
    service: str
    """Its name in faults and in the list of calls."""
    operations: Mapping[str, Operation]
    errors: Mapping[str, tuple[int, str]]
    """Its own error codes; status 200 for those that it reports inside an HTTP 200."""
    denied: str = "Forbidden.RAM"
    """The code by which it refuses what a policy does not allow."""

    @property
    def codes(self) -> list[str]:
        """Every code that it answers with: its own and the gateway's."""
        return sorted({*self.errors, *GATEWAY})

    def refusal(self, code: str | None) -> Refusal:
        """An error of the product or of the gateway, in the shape that this product gives it."""
        code = code or "ServiceUnavailable"
        status, message = self.errors.get(code) or GATEWAY[code]
        if status == 200:
            return BusinessError(code, message)
        return ApiError(code, status, message)


def find(products: tuple[Product, ...], version: str, action: str) -> tuple[Product, Operation]:
    """The product and the operation; actions are told apart by version, since their names recur."""
    of_version = [product for product in products if product.version == version]
    if not of_version:
        raise gateway("InvalidVersion", "The local cloud emulates: " + ", ".join(_versions(products)) + ".")
    for product in of_version:
        operation = product.operations.get(action)
        if operation:
            return product, operation
    raise gateway("InvalidAction.NotFound")


def error_codes(products: tuple[Product, ...]) -> dict[str, dict[str, list[str]]]:
    """Which codes can be asked for by a fault: service → operation → codes."""
    known: dict[str, dict[str, list[str]]] = {}
    for product in products:
        known.setdefault(product.service, {}).update(dict.fromkeys(product.operations, product.codes))
    return known


def _versions(products: tuple[Product, ...]) -> list[str]:
    return [f"{product.version} ({product.ram})" for product in products]
