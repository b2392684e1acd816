"""Settle the identifiers and openids that crashed registrations and changes left claimed.

Nothing depends on it: an abandoned claim keeps nobody out for longer than seconds. It keeps the tables small, and tells
whoever reads them that every claim in them is worth something.
"""

from __future__ import annotations

from tools.cloud.steps import CloudError, Settings

_TELL_EVERY = 1000


def sweep(settings: Settings) -> None:
    """Read all claims, settle what is undecided and old enough, tell the counts; CloudError if records fail."""
    from menjin.failures import Unavailable
    from menjin.gateways.tablestore.accounts import TablestoreAccounts
    from menjin.gateways.tablestore.connection import Tablestore

    read = 0

    def tell() -> None:
        nonlocal read
        read += 1
        if read % _TELL_EVERY == 0:
            print(f"  … {read} 行 rows", flush=True)

    values = settings.values
    records = Tablestore(values["TABLESTORE_ENDPOINT"], values["TABLESTORE_INSTANCE"], *settings.key, settings.token)
    try:
        settled = TablestoreAccounts(records).sweep(tell)
    except Unavailable as failure:
        raise CloudError(f"Tablestore: {_cause(failure)}") from failure
    print(f"完成 done: {read} 行已查 rows read, {settled} 项已清理 claims settled")


def _cause(failure: BaseException) -> str:
    """The service's own words, in one line, where it had any."""
    return " ".join(str(failure.__cause__ or failure).split())
