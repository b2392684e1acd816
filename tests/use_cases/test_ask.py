"""Asking what is paid: at its turn, within the budget, and said aloud when that is spent."""

from __future__ import annotations

import redis

from menjin.certification.ask import ask
from menjin.certification.certification import Kind
from menjin.certification.certify import certify
from menjin.certification.progress import Check
from menjin.certification.states import leased
from menjin.clock import SECOND, now
from menjin.wiring import certification as wiring
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import Owner, services


def test_turns_are_reckoned_from_when_they_are_taken(small: SmallCloud, owner: Owner) -> None:
    """A worker that began long ago takes none of the past: it would be late by what it has done since."""
    owner.upload_card("long")
    owner.submit()
    parts = small.parts(IDENTITY_PER_SECOND="1")
    certifications, began = parts.certifications(), now()
    found = certifications.find(owner.account.system, owner.account.id, Kind.PERSON)
    current = certifications.save(leased(found, lease="run-a", run="run-a", now=began))
    asked_at = now() * 1000
    ask(certifications, parts.till(), current, Check.REGISTER, lambda: None, now=began - 5 * SECOND)
    with redis.Redis.from_url(small.cloud.redis.url, decode_responses=True) as client:
        following = int(client.get("pace:identity") or 0)
    assert following >= asked_at + 1_000_000


def test_who_meets_the_end_of_the_budget_says_so(small: SmallCloud, owner: Owner) -> None:
    """The run may have handed out its last item by then, and nobody else would."""
    owner.upload_card("long")
    owner.submit()
    desk = services(wiring.certifying, small.parts(CERTIFY_BUDGET_YUAN_PER_DAY="0"))
    done = certify(desk, owner.due, run="run-a", repeated=False, now=now())
    assert (done.word, done.alarm) == ("waits_for_budget", "budget_spent")
