"""What the stored records say over time: every submission's lives, and whether a decision ever changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from emulator.cloud import Cloud
from menjin.certification.progress import Aside
from menjin.certification.states import MAX_ATTEMPTS
from tests.faults.people import Submission

Place = tuple[str, str]
_DECIDED = ("status", "reason", "submission", "decided_at")


@dataclass
class Life:
    """One submission id: to the vendors every life is another submission. Epoch seconds, thousandths of a yuan."""

    submission: str
    began: float
    ended: float | None = None
    """When an administrator gave it back; None for the last one."""
    lost: str | None = None
    """The question whose answer was lost, if that ended it."""
    spent: int = 0
    """What the product reckoned for it."""


@dataclass
class Watch:
    """Looks at the table of certifications from outside the product."""

    cloud: Cloud
    submissions: list[Submission] = field(default_factory=list)
    lives: dict[Place, list[Life]] = field(default_factory=dict)
    asides: list[tuple[str, Place]] = field(default_factory=list)
    """Whatever was given back: the run that it counted in until then, and the record."""
    outages: int = 0
    """How often one was put aside after outages alone; that ends no life."""
    given_up: set[tuple[Place, str]] = field(default_factory=set)
    """Notices whose SMS failed too often; a later notice takes the place of an earlier one in the record."""
    complaints: list[str] = field(default_factory=list)
    """Decisions that changed."""
    _decisions: dict[Place, tuple[Any, ...]] = field(default_factory=dict)

    def add(self, submissions: list[Submission]) -> None:
        """Look at these too from now on."""
        self.submissions += submissions
        for one in submissions:
            self.lives[one.place] = [Life(one.first, self.cloud.clock.now())]

    def rows(self) -> dict[Place, dict[str, Any]]:
        """The records of the submissions, ``progress`` parsed."""
        found = {(row["account"], row["kind"]): row for row in self.cloud.tablestore.rows("menjin", "certification")}
        return {
            place: {**found[place], "progress": json.loads(found[place].get("progress", "{}"))} for place in self.lives
        }

    def look(self) -> dict[Place, dict[str, Any]]:
        """The records of this moment; what was decided before has to be as it was."""
        rows = self.rows()
        for place, row in rows.items():
            notice = row["progress"].get("notice", {})
            if notice and notice.get("sms", {}).get("failures", 0) >= MAX_ATTEMPTS:
                self.given_up.add((place, notice["word"]))
            if row["status"] in ("PASS", "UNPASS"):
                decision = tuple(row.get(name) for name in _DECIDED)
                if self._decisions.setdefault(place, decision) != decision:
                    self.complaints.append(f"{place}: decided {self._decisions[place]}, then {decision}")
            elif place in self._decisions:
                self.complaints.append(f"{place}: decided {self._decisions[place]}, then {row['status']}")
        return rows

    def given_back(self, before: dict[Place, dict[str, Any]]) -> None:
        """After an administrator gave back all that was put aside in ``before``."""
        now, after = self.cloud.clock.now(), self.rows()
        for place, row in before.items():
            aside = row["progress"].get("put_aside")
            if aside is None:
                continue
            life, then = self.lives[place][-1], after[place]
            life.spent += row["progress"].get("spent", 0)
            self.asides.append((row["progress"]["run"], place))
            if aside == Aside.OUTAGES.value:
                self.outages += 1
                if then["submission"] != life.submission:
                    self.complaints.append(f"{place}: another submission after outages alone")
                continue
            if then["submission"] == life.submission:
                self.complaints.append(f"{place}: the same submission after a lost answer")
            life.ended, life.lost = now, row["progress"]["asked"]
            self.lives[place].append(Life(then["submission"], now))

    def close(self) -> None:
        """Reckon what the last lives have cost."""
        for place, row in self.look().items():
            self.lives[place][-1].spent += row["progress"].get("spent", 0)


def undecided(rows: dict[Place, dict[str, Any]]) -> int:
    """How many have no verdict yet."""
    return sum(row["status"] == "AUTHEN" for row in rows.values())


def put_aside(rows: dict[Place, dict[str, Any]]) -> int:
    """How many wait for an administrator."""
    return sum("put_aside" in row["progress"] for row in rows.values())


def untold(rows: dict[Place, dict[str, Any]]) -> int:
    """How many are decided, and a channel of their notice is still open."""
    return sum(_is_open(row["progress"].get("notice", {})) for row in rows.values())


def _is_open(notice: dict[str, Any]) -> bool:
    return bool(notice) and any("done_at" not in notice.get(channel, {}) for channel in ("message", "sms", "mail"))


def between(calls: Iterable[dict[str, Any]], life: Life) -> list[dict[str, Any]]:
    """Those of the calls that fell into the life."""
    return [one for one in calls if life.began <= one["at"] and (life.ended is None or one["at"] < life.ended)]
