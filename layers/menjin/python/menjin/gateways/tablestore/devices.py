"""The devices on which accounts have completed a login. Table ``device``, whose rows expire."""

from __future__ import annotations

import hashlib

from menjin.accounts.account import Account
from menjin.failures import Unavailable
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.rows import ANYHOW, WRITE, Columns, Key, new_mark, owner_of
from menjin.gateways.tablestore.tables import DEVICE


class TablestoreDevices:
    """The devices of all accounts (port ``Devices``), each known for as long after its last login as the table says."""

    def __init__(self, tablestore: Tablestore) -> None:
        self._tablestore = tablestore

    def knows(self, account: Account, device: str) -> bool:
        """See the port."""
        return self._tablestore.get(DEVICE, _key(account, device)) is not None

    def remember(self, account: Account, device: str, at: int) -> None:
        """See the port."""
        columns: Columns = {"at": at, WRITE: new_mark()}
        try:
            self._tablestore.put(DEVICE, _key(account, device), columns, ANYHOW)
        except Unavailable:
            return


def _key(account: Account, device: str) -> Key:
    # A plain hash does: a token that somebody guesses from it opens nothing without the password, and as the account is
    # hashed too, the same browser cannot be followed from one account to another.
    owner = owner_of(account.system, account.id)
    digest = hashlib.sha256(f"{owner}:{device}".encode("utf-8", "surrogatepass")).hexdigest()
    return (("account", owner), ("device", digest))
