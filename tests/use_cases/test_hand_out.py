"""Runs and sweeps: who gets a worker, at which rate, with which money, and in how many invocations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from menjin.certification import run
from menjin.certification.administer import last_run
from menjin.certification.certification import Kind, Queue
from menjin.certification.certifications import Due
from menjin.certification.ledger import Figures
from menjin.certification.run import Handing, begin_run, begin_sweep, hand_out
from menjin.certification.states import BACK_OFF
from menjin.certification.walk import Walk
from menjin.clock import DAY, HOUR, SECOND, now
from menjin.contract.event import Event
from menjin.contract.walks import Invocation
from menjin.failures import Malformed, Unavailable
from menjin.parts import Parts
from tests.product import new_person
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import SYSTEM, Owner, add_account

DAY_S = DAY // SECOND


@dataclass
class Started:
    """Workers that do nothing yet: the test lets them work when it wants to."""

    refusing: bool = False
    throttled: int = 0
    """How many calls are refused before one is taken."""
    due: list[tuple[Due, str]] = field(default_factory=list)

    def start(self, due: Due, run: str) -> None:
        if self.refusing or self.throttled:
            self.throttled -= not self.refusing
            raise Unavailable("functions", happened=None)
        self.due.append((due, run))

    def of(self, owner: Owner) -> list[str]:
        """The runs for which a worker was started on the owner's certification."""
        return [name for due, name in self.due if due == owner.due]


@pytest.fixture
def handing(small: SmallCloud) -> Handing:
    parts = small.parts(CERTIFY_ITEMS_PER_SECOND="1000")
    return Handing(parts.certifications(), Started(), parts.ledger(), parts.till())


def started(handing: Handing) -> Started:
    assert isinstance(handing.workers, Started)
    return handing.workers


def walk_run(handing: Handing, system: str, kind: Kind | None = None) -> Walk:
    return begin_run(handing.ledger, systems=(system,), kind=kind, now=now())


def go(handing: Handing, walk: Walk) -> run.Handed:
    return hand_out(handing, walk, until=now() + HOUR)


def submitted(owner: Owner) -> Owner:
    owner.upload_card()
    owner.submit()
    return owner


def test_a_run_starts_a_worker_for_everything_under_review_once(handing: Handing, owner: Owner, system: str) -> None:
    submitted(owner)
    walk = walk_run(handing, system)
    handed = go(handing, walk)
    assert started(handing).of(owner) == [walk.run(system).id]
    assert (handed.items, handed.rest) == (len(started(handing).due), None)


def test_a_run_is_of_its_system_and_kind(handing: Handing, owner: Owner, system: str) -> None:
    submitted(owner)
    go(handing, walk_run(handing, system, Kind.COMPANY))
    go(handing, walk_run(handing, "qqsl"))
    assert started(handing).of(owner) == []
    go(handing, walk_run(handing, system, Kind.PERSON))
    assert len(started(handing).of(owner)) == 1


def test_what_an_outage_held_up_is_the_next_runs_and_the_next_sweeps(
    small: SmallCloud, handing: Handing, owner: Owner, system: str
) -> None:
    submitted(owner)
    go(handing, begin_sweep(systems=(system,), now=now()))
    assert started(handing).of(owner) == [], "a sweep makes no first decisions"
    small.fault("ocr", "RecognizeIdcard", "error")
    owner.run()
    go(handing, walk_run(handing, system))
    assert started(handing).of(owner) == [], "not before its back-off is over"
    small.cloud.advance(BACK_OFF[0] // SECOND)
    sweep = begin_sweep(systems=(system,), now=now())
    go(handing, sweep)
    go(handing, walk_run(handing, system))
    assert len(started(handing).of(owner)) == 2
    assert started(handing).of(owner)[0] == sweep.name(system)


def test_a_sweep_takes_care_of_what_is_decided(small: SmallCloud, handing: Handing, owner: Owner, system: str) -> None:
    owner.pass_()
    go(handing, begin_sweep(systems=(system,), now=now()))
    assert started(handing).of(owner) == []
    small.cloud.advance(31 * DAY_S)
    go(handing, walk_run(handing, system))
    assert started(handing).of(owner) == [], "old pictures are no matter of a run"
    go(handing, begin_sweep(systems=(system,), now=now()))
    assert len(started(handing).of(owner)) == 1


def test_a_run_that_meets_its_time_limit_goes_on_where_it_stopped(
    small: SmallCloud, parts: Parts, handing: Handing, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    waiting = [_other(small, parts, system) for _ in range(5)]
    monkeypatch.setattr(run, "PAGE", 2)
    walk: Walk | None = walk_run(handing, system)
    invocations = 0
    while walk is not None:
        handed = hand_out(handing, walk, until=now())
        assert handed.items <= 2, "no more than a page is held"
        walk = None if handed.rest is None else Walk.of(handed.rest.carried())
        invocations += 1
    assert invocations > 2
    assert [len(started(handing).of(one)) for one in waiting] == [1] * len(waiting)


def test_a_page_is_begun_if_it_will_end_in_time(
    small: SmallCloud, parts: Parts, handing: Handing, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    for _ in range(6):
        _other(small, parts, system)
    monkeypatch.setattr(run, "PAGE", 2)
    slow = small.parts(CERTIFY_ITEMS_PER_SECOND="2")
    handing = replace(handing, till=slow.till())
    handed = hand_out(handing, walk_run(handing, system), until=now() + 1500)
    assert handed.rest is not None
    assert 0 < handed.items <= 4, "two a second, the first at once: with more, a page was begun that could not end"


def test_a_worker_that_cannot_be_started_fails_the_run_after_the_others(
    handing: Handing, owner: Owner, system: str
) -> None:
    submitted(owner)
    handing = replace(handing, workers=Started(refusing=True))
    with pytest.raises(Unavailable):
        go(handing, walk_run(handing, system))


def test_throttling_costs_nobody_the_run(handing: Handing, owner: Owner, system: str) -> None:
    submitted(owner)
    handing = replace(handing, workers=Started(throttled=1))
    handed = go(handing, walk_run(handing, system))
    assert (handed.items, len(started(handing).of(owner))) == (len(started(handing).due), 1)


def test_without_money_a_run_stops_and_says_so(small: SmallCloud) -> None:
    poor = small.parts(CERTIFY_BUDGET_YUAN_PER_DAY="0")
    handing = Handing(poor.certifications(), Started(), poor.ledger(), poor.till())
    handed = go(handing, walk_run(handing, "bridge"))
    assert (handed.items, handed.rest, handed.stopped) == (0, None, ("bridge",))
    found = last_run(poor.ledger(), system="bridge")
    assert found is not None
    assert (found[0].stopped, found[1].seen) == ("budget_spent", 0)


def test_a_runs_figures_follow_its_items(small: SmallCloud, parts: Parts, handing: Handing, system: str) -> None:
    good, unknown, unlucky, waiting = (_other(small, parts, system) for _ in range(4))
    good.know()
    unlucky.know()
    walk = walk_run(handing, system)
    go(handing, walk)
    name = walk.run(system).id
    assert parts.ledger().figures(name) == Figures(), "nobody has looked at anything yet"

    small.fault("ocr", "RecognizeIdcard", "error")
    assert waiting.run(run=name).startswith("waits_for_ocr")
    assert good.run(run=name) == "pass"
    assert unknown.run(run=name) == "unpass"
    small.fault("identity", "Id2MetaVerify", "drop")
    unlucky.run(run=name)

    prices = parts.till().prices
    spent = 6 * prices.picture + 2 * prices.person
    figures = Figures(seen=4, passed=1, refused=1, waiting=1, put_aside=1, spent=spent)
    assert parts.ledger().figures(name) == figures
    small.cloud.advance(BACK_OFF[0] // SECOND)
    assert waiting.run(run="a later one") == "unpass"
    counted = Figures(seen=4, passed=1, refused=2, put_aside=1, spent=spent + 2 * prices.picture)
    assert parts.ledger().figures(name) == counted, "it counts in the run that saw it first"


@pytest.mark.parametrize(
    "payload",
    [
        {"kind": "dog"},
        {"walk": {}},
        {"walk": "x"},
        {"walk": {"started_at": 1, "systems": [SYSTEM], "queues": ["?"], "kind": None, "cursor": None, "sweep": False}},
    ],
)
def test_an_event_that_is_no_request_is_refused(payload: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        Invocation.of(Event(payload))


def test_an_event_says_what_is_wanted() -> None:
    assert Invocation.of(Event({"triggerTime": "2026-11-20T19:00:00Z", "payload": ""})) == Invocation()
    asked = Invocation.of(Event({"system": SYSTEM, "kind": "person"}))
    assert (asked.among(("qqsl", SYSTEM)), asked.kind) == ((SYSTEM,), Kind.PERSON)
    with pytest.raises(Malformed):
        asked.among(("qqsl",))
    walk = Walk(1, (SYSTEM,), (Queue.CARE,), sweep=True)
    assert Invocation.of(Event({"walk": walk.carried()})).walk == walk


def _other(small: SmallCloud, parts: Parts, system: str) -> Owner:
    return submitted(Owner(small, parts, add_account(parts, system=system), new_person()))
