"""Companies, found by their enterprise codes, with their names sealed. Table ``company``."""

from __future__ import annotations

from dataclasses import replace

from menjin.companies.company import Company
from menjin.failures import Unavailable
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.errors import Refused, lost_race, unavailable
from menjin.gateways.tablestore.rows import ABSENT, WRITE, Columns, Key, Row, Where, key_text, new_mark
from menjin.gateways.tablestore.sealing import Sealing
from menjin.gateways.tablestore.tables import COMPANY
from menjin.values.company_name import CompanyName


class TablestoreCompanies:
    """The companies of all systems (port ``Companies``)."""

    def __init__(self, tablestore: Tablestore, sealing: Sealing) -> None:
        self._tablestore, self._sealing = tablestore, sealing

    def add(self, company: Company) -> bool:
        """Open the company unless its code is in use.

        Who opened it and when tells a repetition from another company, whoever administers it by then.
        """
        key = _key(company.system, company.code)
        columns: Columns = {
            "ver": company.version,
            "name": self._sealed_name(company),
            "administrator": company.administrator,
            "opened_by": company.administrator,
            "created_at": company.created_at,
            WRITE: new_mark(),
        }
        try:
            self._tablestore.put(COMPANY, key, columns, ABSENT)
        except Refused:
            row = self._look(key)
            return row is not None and all(row[name] == columns[name] for name in ("opened_by", "created_at"))
        return True

    def by_code(self, system: str, code: str) -> Company | None:
        """The company of that enterprise code; None if there is none. SealingError without the key of its name."""
        key = _key(system, code)
        row = self._tablestore.get(COMPANY, key)
        if row is None:
            return None
        return Company(
            system=system,
            code=code,
            name=CompanyName(self._sealing.open(row["name"], *_place(key))),
            administrator=row["administrator"],
            created_at=row["created_at"],
            version=row["ver"],
        )

    def hand_over(self, company: Company, administrator: int) -> Company:
        """Make another account its administrator if the record is still as read; Changed otherwise.

        Like every write of what is sealed it leaves nothing under an older key.
        """
        stored = replace(company, administrator=administrator, version=company.version + 1)
        columns: Columns = {
            "administrator": administrator,
            "ver": stored.version,
            "name": self._sealed_name(stored),
            WRITE: new_mark(),
        }
        where = Where(equal={"ver": company.version})
        try:
            self._tablestore.update(COMPANY, _key(company.system, company.code), columns, where)
        except Refused as refused:
            raise lost_race(refused, company.version) from refused
        return stored

    def _sealed_name(self, company: Company) -> str:
        return self._sealing.seal(company.name.reveal(), *_place(_key(company.system, company.code)))

    def _look(self, key: Key) -> Row | None:
        try:
            return self._tablestore.get(COMPANY, key)
        except Unavailable as failure:
            # Perhaps it is there, of an earlier try.
            raise unavailable(None) from failure


def _key(system: str, code: str) -> Key:
    return (("company", key_text(system, code)),)


def _place(key: Key) -> tuple[str, ...]:
    return (COMPANY, str(key[0][1]), "name")
