"""Every sample event, played through the real handlers: as FC 3.0 hands it over, and as FC 2.0 would have."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from menjin.contract.function import EventFailed
from tests.contract.document_a import FAILURES
from tests.functions.platform import HereProduct, Told, ask_of, context, over_event, over_wsgi
from tests.functions.scenes import Scene
from tools import events
from tools.event_cases import OTHERS, Case, Occasion
from tools.functions import declared

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = declared(ROOT)
HTTP = events.cases(FUNCTIONS)
COMPARED = ("content-type", "cache-control", "retry-after", "allow", "set-cookie", "content-security-policy")
# What differs from one play to the next.
VOLATILE = [
    (r"eyJ[\w-]+\.[\w-]+\.[\w-]+", "<token>"),
    (r"\b\d{16}\b", "<id>"),
    (r"[\w+/=-]{40,}|[\w+/]{27}=", "<long>"),
    (r"\d{3}\*{4}\d{4}", "<phone>"),
    (r"\d\*{16}[\dX]", "<number>"),
    (r"name-\d+", "<name>"),
    (r"\d{4}-\d\d-\d\dT[\d:]+\+08:00", "<time>"),
    (r'"expire":\d+', "<expire>"),
    (r'(platform\.kap=|"id":")[\w-]{24}', "<kap>"),
    (r'"id":\d+', "<message>"),
    (r"20\d{6}(T\d{6}Z|(?=/))", "<day>"),
    (r"\b\d{1,5} 秒|^\d{1,5}$", "<seconds>"),
]


def text_of(case: Case | Occasion) -> str:
    kind = "http" if isinstance(case, Case) else case.kind
    return (ROOT / "events" / case.operation / f"{case.name}.{kind}.json").read_text("utf-8")


def steady(text: str) -> str:
    for pattern, word in VOLATILE:
        text = re.sub(pattern, word, text)
    return text


def seen(told: Told) -> tuple[object, ...]:
    """What a client can rely on."""
    binary = told.header("content-type") == "image/png"
    body = told.body[:24] if binary else steady(told.body.decode())
    return told.status, [steady(told.header(name) or "") for name in COMPARED], body


def test_the_folder_holds_what_the_table_says_and_nothing_else() -> None:
    wanted = {path.relative_to(ROOT) for path in events.files(ROOT / "events", FUNCTIONS)}
    assert {path.relative_to(ROOT) for path in (ROOT / "events").rglob("*.json")} == wanted


def test_every_function_has_a_sample_of_each_way_it_is_called() -> None:
    samples = {(one.operation, "http") for one in HTTP} | {(one.operation, one.kind) for one in OTHERS}
    for function in FUNCTIONS.values():
        assert {(function.name, kind) for kind in function.events} <= samples
        assert (function.name, "http") in samples or not function.routes


@pytest.mark.parametrize("case", HTTP, ids=lambda one: f"{one.operation}-{one.name}")
def test_an_http_event_is_answered_alike_on_both_generations(here: HereProduct, case: Case) -> None:
    handler = here.platform.handlers[case.operation]
    with Scene(here, case.given) as scene:
        new = over_event(handler, scene.fill(text_of(case)).encode())
    with Scene(here, case.given) as scene:
        old = over_wsgi(handler, ask_of(json.loads(scene.fill(text_of(case)))))
    assert seen(new) == seen(old)
    if case.outcome == "ok":
        assert new.status == 200
        return
    documented = FAILURES[case.outcome]
    assert (new.status, new.json()["error"]["code"]) == (documented.status, documented.code), new.json()
    assert re.fullmatch(documented.zh, new.json()["error"]["message"])


@pytest.mark.parametrize("case", OTHERS, ids=lambda one: f"{one.operation}-{one.name}")
def test_an_event_of_another_trigger_is_handled(here: HereProduct, case: Occasion) -> None:
    handler = here.platform.handlers[case.operation]
    with Scene(here, case.given) as scene:
        event = scene.fill(text_of(case)).encode()
        if case.outcome != "ok":
            with pytest.raises(EventFailed, match=f"^{case.outcome}$"):
                handler(event, context())
            return
        answer = json.loads(handler(event, context()))
        again = json.loads(handler(event, context()))
    if case.answer:
        assert answer == [case.answer]
        assert again == [case.answer if case.answer != "pass" else "nothing_due"]
    else:
        assert [type(one) for one in answer] == [int]
