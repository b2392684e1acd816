"""The tables, as data: read by whoever creates them, and the one place that spells their names."""

from __future__ import annotations

from dataclasses import dataclass

ACCOUNT = "account"
ACCOUNT_COMPANY = "account_company"
IDENT = "ident"
OPENID = "openid"
DEVICE = "device"
COMPANY = "company"
CERTIFICATION = "certification"
CERTIFICATION_DUE = "certification_due"
NUMBER = "number"
RUN = "run"
RUN_ITEM = "run_item"
ACCESS = "access"
ASSET = "asset"
MESSAGE = "message"

FOREVER = -1
_DAY = 86_400


@dataclass(frozen=True)
class Index:
    """A global secondary index. A row that lacks one of ``key`` is not in it; the table's own key is added to it."""

    name: str
    key: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table. Types are the vendor's words: STRING, INTEGER. ``ttl`` in seconds.

    An indexed table must keep one version and never expire; a predefined column cannot be added later by the SDK.
    Columns that are ``sealed`` are so for the place that table, key and column make; such rows have a version, ``ver``.
    """

    name: str
    key: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...] = ()
    indexes: tuple[Index, ...] = ()
    ttl: int = FOREVER
    max_versions: int = 1
    sealed: tuple[str, ...] = ()


TABLES = (
    Table(
        ACCOUNT,
        key=(("account", "STRING"),),
        columns=(("company", "STRING"),),
        indexes=(Index(ACCOUNT_COMPANY, key=("company",)),),
    ),
    Table(IDENT, key=(("ident", "STRING"),)),
    Table(OPENID, key=(("openid", "STRING"),)),
    Table(DEVICE, key=(("account", "STRING"), ("device", "STRING")), ttl=400 * _DAY),
    Table(COMPANY, key=(("company", "STRING"),), sealed=("name",)),
    Table(
        CERTIFICATION,
        key=(("account", "STRING"), ("kind", "STRING")),
        columns=(("queue", "STRING"), ("due", "INTEGER")),
        indexes=(Index(CERTIFICATION_DUE, key=("queue", "due")),),
        sealed=("name", "number", "address", "phone", "legal", "readings"),
    ),
    Table(NUMBER, key=(("number", "STRING"),)),
    Table(RUN, key=(("system", "STRING"), ("started_at", "INTEGER")), ttl=400 * _DAY),
    Table(RUN_ITEM, key=(("run", "STRING"), ("account", "STRING"), ("kind", "STRING")), ttl=400 * _DAY),
    # Kept for regulators: it has no end.
    Table(ACCESS, key=(("system", "STRING"), ("at", "INTEGER"), ("id", "STRING"))),
    Table(ASSET, key=(("account", "STRING"), ("slot", "STRING"))),
    Table(MESSAGE, key=(("account", "STRING"), ("id", "INTEGER"))),
)
