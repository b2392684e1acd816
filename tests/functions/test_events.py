"""Every sample event, played through the real handlers: as FC 3.0 hands it over, and as FC 2.0 would have."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from menjin.contract.function import EventFailed
from tests.contract.documents import DOCUMENTS
from tests.functions.platform import HereProduct, Told, ask_of, context, over_event, over_wsgi
from tests.functions.scenes import Scene
from tests.product import Product, new_phone
from tools import events
from tools.event_cases import OTHERS, Case, Occasion
from tools.functions import declared

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = declared(ROOT)
HTTP = events.cases(FUNCTIONS)
COMPARED = ("content-type", "cache-control", "retry-after", "allow", "set-cookie", "content-security-policy")
# What no log line may show.
PERSONAL = (
    "phone member member_name digest_member other colleague mail member_mail token stale_token admin_token id_number "
    "licence_number device openid member_openid code regist_code login_code getback_code update_code bind_code"
).split()
# What administrators' lists hold is everybody's.
EVERYBODY = (r'"list":\[.*\](,"next":.*?(?=\}))?', '"list":<rows>')
# What differs from one play to the next.
VOLATILE = [
    (r"eyJ[\w-]+\.[\w-]+\.[\w-]+", "<token>"),
    (r'(qqsl\.flow=|"token":")[\w-]{32,36}', "<name>"),
    (r"openid-\w+", "<openid>"),
    (r'"enterpriseCode":"\w{10}"', "<company>"),
    (r"\b1\d{10}\b", "<phone>"),
    (r"\b1\d{12}\b", "<instant>"),
    (r"\b\d{16}\b", "<id>"),
    (r"[\w+/=-]{40,}|[\w+/]{27}=", "<long>"),
    (r"\d{3}\*{4}\d{4}", "<phone>"),
    (r"\d\*{16}[\dX]|91\*{14}\w{2}", "<number>"),
    (r"name-\d+", "<name>"),
    (r"\d{4}-\d\d-\d\dT[\d:]+(\+08:00)?", "<time>"),
    (r'"total(Size|Page)":\d+', "<total>"),
    (r'"expire":\d+', "<expire>"),
    (r'(platform\.kap=|"id":")[\w-]{24}', "<kap>"),
    (r'"id":\d+', "<message>"),
    (r"20\d{6}(T\d{6}Z|(?=/))", "<day>"),
    (r"\b\d{1,5} 秒|^\d{1,5}$", "<seconds>"),
    (r'"count":\d+', '"count":<count>'),
]


def text_of(case: Case | Occasion) -> str:
    kind = "http" if isinstance(case, Case) else case.kind
    return (ROOT / "events" / case.operation / f"{case.name}.{kind}.json").read_text("utf-8")


def steady(text: str) -> str:
    for pattern, word in VOLATILE:
        text = re.sub(pattern, word, text)
    return text


def seen(told: Told, case: Case) -> tuple[object, ...]:
    """What a client can rely on."""
    binary = told.header("content-type") == "image/png"
    body = told.body[:24] if binary else steady(told.body.decode())
    if isinstance(body, str) and "/admin/" in case.target:
        body = re.sub(*EVERYBODY, body)
    return told.status, [steady(told.header(name) or "") for name in COMPARED], body


def test_the_folder_holds_what_the_table_says_and_nothing_else() -> None:
    wanted = {path.relative_to(ROOT).as_posix() for path in events.files(ROOT / "events", FUNCTIONS)}
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "events").rglob("*") if path.is_file()}
    assert found == wanted


def test_every_function_has_a_sample_of_each_way_it_is_called() -> None:
    samples = {(one.operation, "http") for one in HTTP} | {(one.operation, one.kind) for one in OTHERS}
    for function in FUNCTIONS.values():
        assert {(function.name, kind) for kind in function.events} <= samples
        assert (function.name, "http") in samples or not function.routes


@pytest.mark.parametrize("case", HTTP, ids=lambda one: f"{one.operation}-{one.name}")
def test_an_http_event_is_answered_alike_on_both_generations(
    here: HereProduct, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = here.platform.handlers[case.operation]
    with Scene(here, case.given, case.system) as first:
        new = over_event(handler, first.fill(text_of(case)).encode())
    with Scene(here, case.given, case.system) as second:
        old = over_wsgi(handler, ask_of(json.loads(second.fill(text_of(case)))))
    assert seen(new, case) == seen(old, case)
    logged = capsys.readouterr().out
    assert not [name for scene in (first, second) for name in PERSONAL if scene.made(name) in logged]
    route = events.route_of(FUNCTIONS[case.operation], case)
    document, path = DOCUMENTS[route.dialect.name], case.target.partition("?")[0]
    if case.outcome == "ok":
        assert new.status == 200
        assert document.is_success(new), new
    else:
        document.check(new, case.outcome, path)


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
        assert re.fullmatch(r"\d+ handed out(, goes on)?", answer[0])


def test_a_sample_is_played_by_hand(product: Product, capsys: pytest.CaptureFixture[str]) -> None:
    there = ["--send", "--gateway", product.gateway, "--fc", f"http://127.0.0.1:{product.cloud.ports.fc}"]
    taken = str(ROOT / "events/availability/phone_free.http.json")
    assert events.main([taken, f"phone={new_phone()}", *there]) == 0
    assert capsys.readouterr().out == 'HTTP 200\n{"success":true,"data":true}\n'
    assert events.main([str(ROOT / "events/certify_item/nothing_due.payload.json"), *there]) == 0
    assert capsys.readouterr().out == '["nothing_due"]\n'
    assert events.main([str(ROOT / "events/asset_callback/gone.oss.json"), "account=4711", *there]) == 0
    assert capsys.readouterr().out == '["gone"]\n'


def test_a_sample_is_printed_with_its_values_or_says_which_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    passes = str(ROOT / "events/certify_item/passes.payload.json")
    assert events.main([passes, "account=4711"]) == 0
    assert json.loads(capsys.readouterr().out)["account"] == 4711
    assert events.main([passes]) == 1
    assert "account" in capsys.readouterr().err
