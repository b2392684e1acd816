"""Which picture each slot of an account shows. Table ``asset``."""

from __future__ import annotations

from menjin.assets.asset import Asset, Slot
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.errors import Refused, unavailable
from menjin.gateways.tablestore.rows import (
    ABSENT,
    WRITE,
    Bound,
    Columns,
    Edge,
    Key,
    Row,
    Where,
    new_mark,
    owner_of,
    parse_owner,
)
from menjin.gateways.tablestore.tables import ASSET

_ROUNDS = 8
"""How often a slot that keeps changing is looked at again."""


class TablestoreAssets:
    """The assets of all systems (port ``Assets``)."""

    def __init__(self, tablestore: Tablestore) -> None:
        self._tablestore = tablestore

    def find(self, system: str, account_id: int, slot: Slot) -> Asset | None:
        """What is recorded for the slot; None if nothing was uploaded yet."""
        row = self._tablestore.get(ASSET, _key(system, account_id, slot))
        return None if row is None else _parsed(row)

    def all(self, system: str, account_id: int) -> list[Asset]:
        """What is recorded for every slot of the account."""
        start, end = _edge(system, account_id, Bound.FIRST), _edge(system, account_id, Bound.LAST)
        return [_parsed(row) for row in self._tablestore.scan(ASSET, start, end)]

    def record(self, asset: Asset) -> Asset:
        """Record an upload once: a record of the same ``etag`` and key stays and is returned."""
        key = _key(asset.system, asset.account_id, asset.slot)
        for _ in range(_ROUNDS):
            row = self._tablestore.get(ASSET, key)
            if row is not None and (row["etag"], row["object"]) == (asset.etag, asset.key):
                return _parsed(row)
            where = ABSENT if row is None else Where(equal={WRITE: row[WRITE]})
            try:
                self._tablestore.put(ASSET, key, _columns(asset), where)
            except Refused:
                continue
            return asset
        raise unavailable()

    def forget(self, asset: Asset) -> None:
        """Remove the record if it still shows this ``etag``."""
        try:
            key = _key(asset.system, asset.account_id, asset.slot)
            self._tablestore.delete(ASSET, key, Where(equal={"etag": asset.etag}))
        except Refused:
            return


def _key(system: str, account_id: int, slot: Slot) -> Key:
    return (("account", owner_of(system, account_id)), ("slot", slot.value))


def _edge(system: str, account_id: int, bound: Bound) -> Edge:
    return (("account", owner_of(system, account_id)), ("slot", bound))


def _columns(asset: Asset) -> Columns:
    return {
        "object": asset.key,
        "etag": asset.etag,
        "size": asset.size,
        "recorded_at": asset.recorded_at,
        "type": asset.type,
        "width": asset.width,
        "height": asset.height,
        "usable": asset.usable,
        WRITE: new_mark(),
    }


def _parsed(row: Row) -> Asset:
    system, account_id = parse_owner(row["account"])
    return Asset(
        system=system,
        account_id=account_id,
        slot=Slot(row["slot"]),
        key=row["object"],
        etag=row["etag"],
        size=row["size"],
        recorded_at=row["recorded_at"],
        type=row["type"],
        width=row["width"],
        height=row["height"],
        usable=row["usable"],
    )
