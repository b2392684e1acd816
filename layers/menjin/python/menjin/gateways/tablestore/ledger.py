"""The ledger of runs. Table ``run`` names them, table ``run_item`` has a line for each item; both expire."""

from __future__ import annotations

from collections import Counter

from menjin.certification.certification import Kind
from menjin.certification.certifications import Due
from menjin.certification.ledger import Figures, Run
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.errors import Refused
from menjin.gateways.tablestore.rows import (
    ABSENT,
    ANYHOW,
    WRITE,
    Bound,
    Columns,
    Edge,
    Key,
    Row,
    new_mark,
    owner_of,
)
from menjin.gateways.tablestore.tables import RUN, RUN_ITEM

OUTCOMES = ("passed", "refused", "waiting", "put_aside")


class TablestoreLedger:
    """The runs of all systems (port ``Ledger``)."""

    def __init__(self, tablestore: Tablestore) -> None:
        self._tablestore = tablestore

    def begin(self, run: Run) -> None:
        """Write the run down; one of that name that is there already stays as it is."""
        try:
            self._tablestore.put(RUN, _key(run), _columns(run), ABSENT)
        except Refused:
            return

    def end(self, run: Run) -> None:
        """Note when and why its handing out ended; the latest word counts."""
        self._tablestore.put(RUN, _key(run), _columns(run), ANYHOW)

    def latest(self, system: str) -> Run | None:
        """The run of the system that started last; None before the first."""
        newest, oldest = _edge(system, Bound.LAST), _edge(system, Bound.FIRST)
        runs = self._tablestore.scan(RUN, newest, oldest, backward=True, at_once=1)
        return next((_run(row) for row in runs), None)

    def settle(self, run: str, item: Due, outcome: str, spent: int) -> None:
        """Write or overwrite the item's line; ``ValueError`` for an outcome that no figure counts."""
        if outcome not in OUTCOMES:
            raise ValueError(f"no outcome of an item: {outcome}")
        columns: Columns = {"outcome": outcome, "spent": spent, WRITE: new_mark()}
        self._tablestore.put(RUN_ITEM, _line(run, item), columns, ANYHOW)

    def figures(self, run: str) -> Figures:
        """The lines of the run, added up as they are read."""
        counts: Counter[str] = Counter()
        spent = 0
        start, end = _lines(run, Bound.FIRST), _lines(run, Bound.LAST)
        for row in self._tablestore.scan(RUN_ITEM, start, end, only=("outcome", "spent")):
            counts[row["outcome"]] += 1
            spent += row["spent"]
        return Figures(seen=counts.total(), **counts, spent=spent)


def _key(run: Run) -> Key:
    return (("system", run.system), ("started_at", run.started_at))


def _edge(system: str, started_at: Bound) -> Edge:
    return (("system", system), ("started_at", started_at))


def _columns(run: Run) -> Columns:
    kind = run.kind.value if run.kind else None
    return {"kind": kind, "handed_out_at": run.handed_out_at, "stopped": run.stopped, WRITE: new_mark()}


def _run(row: Row) -> Run:
    kind = Kind(row["kind"]) if "kind" in row else None
    return Run(row["system"], row["started_at"], kind, row.get("handed_out_at"), row.get("stopped"))


def _line(run: str, item: Due) -> Key:
    return (("run", run), ("account", owner_of(item.system, item.account_id)), ("kind", item.kind.value))


def _lines(run: str, end: Bound) -> Edge:
    return (("run", run), ("account", end), ("kind", end))
