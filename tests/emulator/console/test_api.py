"""The console's JSON API, as scripts and tests use it."""

from __future__ import annotations

import io
import threading
import time
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.emulator.console.conftest import SmallCloud

PERSON = {"name": "孙思远", "number": "110101199003079999"}
COMPANY = {"name": "示范工程咨询有限公司", "code": "91310000999999902K", "legal": "李四"}


def send_sms(cloud: SmallCloud, to: str, code: str, at: float) -> None:
    cloud.outbox.add(channel="sms", to=to, template="SMS_1", params={"code": code}, text=f"验证码 {code}", at=at)


def test_the_outbox_lists_what_was_sent_oldest_first(http: httpx.Client, cloud: SmallCloud) -> None:
    send_sms(cloud, "13800138000", "111111", 10.5)
    send_sms(cloud, "13900139000", "222222", 20.5)
    assert http.get("/api/outbox").json() == [
        {
            "channel": "sms",
            "to": "13800138000",
            "template": "SMS_1",
            "params": {"code": "111111"},
            "text": "验证码 111111",
            "at": 10.5,
        },
        {
            "channel": "sms",
            "to": "13900139000",
            "template": "SMS_1",
            "params": {"code": "222222"},
            "text": "验证码 222222",
            "at": 20.5,
        },
    ]
    for query in ({"to": "13900139000"}, {"last": 1}):
        assert [row["params"]["code"] for row in http.get("/api/outbox", params=query).json()] == ["222222"]


def test_messages_on_the_platform_join_the_outbox_in_order_of_time(http: httpx.Client, cloud: SmallCloud) -> None:
    send_sms(cloud, "13800138000", "111111", 1_700_000_100)
    cloud.letters = [
        {"owner": 7, "kind": "passed", "words": "已通过", "sent": 1_700_000_050_500, "order": 3, "secret": "no"},
        {"owner": 8, "kind": "passed", "words": "已通过", "sent": 1_700_000_200},
    ]
    rows = http.get("/api/outbox").json()
    assert [(row["channel"], row["to"], row["at"]) for row in rows] == [
        ("message", "7", 1_700_000_050.5),
        ("sms", "13800138000", 1_700_000_100),
        ("message", "8", 1_700_000_200),
    ]
    assert rows[0]["params"] == {"order": 3}
    assert [row["to"] for row in http.get("/api/outbox", params={"to": "8"}).json()] == ["8"]


def test_a_timer_fires_by_hand(http: httpx.Client, cloud: SmallCloud) -> None:
    (timer,) = http.get("/api/timers").json()
    assert (timer["function"], timer["cron"], timer["next"]) == ("nightly", "0 0 4 * * *", 1_800_000_000)
    assert http.post("/api/timers/nightly/fire").json() == {"function": "nightly", "fired": True}
    assert cloud.functions.fired == ["nightly"]


def test_a_function_without_a_timer_is_named(http: httpx.Client) -> None:
    answer = http.post("/api/timers/nobody/fire")
    assert (answer.status_code, answer.json()) == (404, {"error": "function: nobody has no timer"})


def test_the_clock_moves_for_the_whole_process(http: httpx.Client, cloud: SmallCloud) -> None:
    before = time.time()
    assert http.post("/api/clock", json={"advance_s": 3600}).json()["offset_s"] == 3600
    assert http.post("/api/clock", json={"advance_s": 0.5}).json()["offset_s"] == 3600.5
    assert time.time() - before >= 3600.5
    assert http.get("/api/clock").json()["now"] == pytest.approx(time.time(), abs=5)
    assert cloud.functions.clock_moves == 2


def test_faults_come_into_force_and_go(http: httpx.Client, cloud: SmallCloud) -> None:
    fault = {"service": "sms", "operation": "SendSms", "kind": "error", "times": 2, "code": "isv.AMOUNT_NOT_ENOUGH"}
    full = {**fault, "delay_ms": 0, "skip": 0, "mark": None, "share": 1, "seed": 0}
    assert http.post("/api/faults", json=fault).json() == full
    assert http.get("/api/faults").json() == [full]
    met = cloud.faults.take("sms", "SendSms")
    assert met is not None
    assert met.code == "isv.AMOUNT_NOT_ENOUGH"
    assert http.get("/api/faults").json() == [{**full, "times": 1}]
    assert http.delete("/api/faults").json() == []
    assert cloud.faults.take("sms", "SendSms") is None


def test_invocations_are_listed_and_filtered(http: httpx.Client, cloud: SmallCloud) -> None:
    cloud.functions.records = [{"id": "2", "function": "b"}, {"id": "1", "function": "a"}]
    assert [one["id"] for one in http.get("/api/invocations").json()] == ["2", "1"]
    assert [one["id"] for one in http.get("/api/invocations", params={"function": "a"}).json()] == ["1"]
    assert [one["id"] for one in http.get("/api/invocations", params={"last": 1}).json()] == ["2"]


def test_logs_are_left_out_on_request_and_read_one_by_one(http: httpx.Client, cloud: SmallCloud) -> None:
    cloud.functions.records = [{"id": "2", "function": "b", "log": "two"}, {"id": "1", "function": "a", "log": "one"}]
    assert http.get("/api/invocations", params={"logs": "no"}).json()[1] == {"id": "1", "function": "a"}
    assert http.get("/api/invocations/1").json()["log"] == "one"
    answer = http.get("/api/invocations/3")
    assert (answer.status_code, answer.json()) == (404, {"error": "id: there is no invocation 3, or it is long past"})


def test_what_is_deployed_is_listed(http: httpx.Client) -> None:
    buy, nightly = http.get("/api/functions").json()
    assert (buy["name"], buy["memory"], buy["instances"], buy["triggers"]) == ("buy", 512, 0, [])
    assert nightly["triggers"][0]["kind"] == "timer"


def test_cost_is_reckoned_by_item_and_day(http: httpx.Client, cloud: SmallCloud) -> None:
    cloud.meter.add("sms.message", 2)
    report = http.get("/api/cost").json()
    (sms,) = [one for one in report["items"] if one["units"]]
    assert (sms["item"], sms["units"], sms["yuan"]) == ("sms.message", 2, report["yuan"])
    assert [day["yuan"] for day in report["days"]] == [report["yuan"]]


def test_error_codes_are_told_for_faults_to_ask_for(http: httpx.Client) -> None:
    codes = http.get("/api/errors").json()
    assert "isv.AMOUNT_NOT_ENOUGH" in codes["sms"]["SendSms"]


def test_idle_waits_for_what_is_queued_and_running(http: httpx.Client, cloud: SmallCloud) -> None:
    cloud.functions.queued = 1
    assert http.get("/api/idle", params={"timeout_s": 0.05}).json() == {"idle": False}
    done = threading.Timer(0.1, lambda: setattr(cloud.functions, "queued", 0))
    done.start()
    assert http.get("/api/idle", params={"timeout_s": 10}).json() == {"idle": True}


def test_calls_that_cost_money_are_listed(http: httpx.Client, cloud: SmallCloud) -> None:
    for mark in ("told-1", "told-2"):
        cloud.aliyun._calls.add("sms", "SendSms", 1_800_000_000.25, ok=True, mark=mark, billed=True)
    told = {"service": "sms", "operation": "SendSms", "at": 1_800_000_000.25, "ok": True, "billed": True}
    assert http.get("/api/calls").json() == [{**told, "mark": "told-1"}, {**told, "mark": "told-2"}]
    assert http.get("/api/calls", params={"last": 1}).json() == [{**told, "mark": "told-2"}]


def test_a_fault_may_be_for_one_mark(http: httpx.Client, cloud: SmallCloud) -> None:
    fault = {"service": "ocr", "operation": "*", "kind": "malformed", "times": 2, "mark": "0123456789abcdef"}
    assert http.post("/api/faults", json=fault).json() == {
        **fault,
        "code": None,
        "delay_ms": 0,
        "skip": 0,
        "share": 1,
        "seed": 0,
    }
    assert cloud.faults.take("ocr", "RecognizeIdcard", "fedcba9876543210") is None
    assert cloud.faults.take("ocr", "RecognizeIdcard", "0123456789abcdef") is not None
    assert [rule["times"] for rule in http.get("/api/faults").json()] == [1]


def test_limits_are_told_and_set(http: httpx.Client, cloud: SmallCloud) -> None:
    assert http.get("/api/limits").json() == {"limits": {"identity": 50, "ocr": 10}, "seen": []}
    assert http.post("/api/limits", json={"identity": 1}).json()["limits"] == {"identity": 1, "ocr": 10}
    assert [cloud.aliyun.limits.admit("identity", "Id2MetaVerify") for _ in range(3)] == [True, False, False]
    assert http.get("/api/limits").json()["seen"] == [
        {"service": "identity", "operation": "Id2MetaVerify", "most_in_a_second": 3, "throttled": 2}
    ]
    assert http.post("/api/limits", json={"identity": 0, "ocr": 20}).json()["limits"] == {"identity": 0, "ocr": 20}


def test_pictures_are_taught(http: httpx.Client, cloud: SmallCloud) -> None:
    assert http.get("/api/ocr").json() == {"taught": 0}
    picture = {"sha256": "ab" * 32, "operation": "RecognizeIdcard", "data": {"face": {"data": {"name": "张三"}}}}
    licence = {**picture, "operation": "RecognizeBusinessLicense", "data": {"companyName": "样例公司"}}
    assert http.post("/api/ocr", json={"pictures": [picture, licence]}).json() == {"taught": 2}
    assert http.get("/api/ocr").json() == {"taught": 2}


def test_a_wrong_lesson_is_refused_whole(http: httpx.Client, cloud: SmallCloud) -> None:
    picture = {"sha256": "ab" * 32, "operation": "RecognizeIdcard", "data": {"face": {"data": {"name": "张三"}}}}
    answer = http.post("/api/ocr", json={"pictures": [picture, {**picture, "sha256": "ab"}]})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("pictures[1].sha256: ")
    assert cloud.aliyun.taught == 0


def test_a_company_may_have_ceased(http: httpx.Client) -> None:
    known = http.post("/api/registry", json={"companies": [{**COMPANY, "status": 3}]}).json()
    assert {**COMPANY, "status": 3} in known["companies"]


def test_people_and_companies_become_known(http: httpx.Client) -> None:
    known = http.post("/api/registry", json={"persons": [PERSON], "companies": [COMPANY]}).json()
    assert PERSON in known["persons"]
    assert {**COMPANY, "status": 1} in known["companies"]
    assert http.get("/api/registry").json() == known


def test_a_reset_is_asked_of_the_whole_cloud(http: httpx.Client, cloud: SmallCloud) -> None:
    assert http.post("/api/reset").json() == {"reset": True}
    assert cloud.forgotten == 1


def test_addresses_say_where_everything_is(http: httpx.Client, cloud: SmallCloud) -> None:
    assert http.get("/api/addresses").json() == cloud.addresses


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("idcard.jpg", {"side": "front", "name": PERSON["name"], "number": PERSON["number"]}),
        ("idcard.jpg", {"side": "back", "expires": "2039-03-07"}),
        ("idcard.jpg", {"side": "back", "expires": "long"}),
        ("licence.jpg", {"company": "某某公司", "code": COMPANY["code"], "legal": "李四", "expires": "2039-03-07"}),
    ],
)
def test_specimens_are_pictures(http: httpx.Client, path: str, query: dict[str, str]) -> None:
    answer = http.get(f"/api/sample/{path}", params=query)
    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/api/clock", {}, "advance_s"),
        ("POST", "/api/clock", {"advance_s": "60"}, "advance_s"),
        ("POST", "/api/clock", {"advance_s": -1}, "advance_s"),
        ("POST", "/api/clock", {"advance_s": True}, "advance_s"),
        ("POST", "/api/clock", {"advance_s": 10**400}, "advance_s"),
        ("POST", "/api/clock", {"advance_s": 1, "back": 1}, "back"),
        ("POST", "/api/clock", [], "body"),
        ("POST", "/api/faults", {}, "service"),
        ("POST", "/api/faults", {"service": "s3", "operation": "*", "kind": "error"}, "service"),
        ("POST", "/api/faults", {"service": ["sms"], "operation": "*", "kind": "error"}, "service"),
        ("POST", "/api/faults", {"service": "sms", "kind": "error"}, "operation"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "explode"}, "kind"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "error", "times": 0}, "times"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "error", "times": 1.5}, "times"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "error", "code": "a\r\nb"}, "code"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "delay"}, "delay_ms"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "delay", "delay": 5}, "delay"),
        ("POST", "/api/faults", {"service": "redis", "operation": "*", "kind": "duplicate"}, "kind"),
        ("POST", "/api/faults", {"service": "oss", "operation": "*", "kind": "malformed"}, "kind"),
        ("POST", "/api/faults", {"service": "wechat", "operation": "*", "kind": "page"}, "kind"),
        ("POST", "/api/faults", {"service": "oss", "operation": "*", "kind": "error", "mark": "a"}, "mark"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "error", "mark": 1}, "mark"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "error", "share": 0}, "share"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "error", "share": 1.1}, "share"),
        ("POST", "/api/faults", {"service": "sms", "operation": "*", "kind": "error", "seed": -1}, "seed"),
        ("POST", "/api/snapshots", {}, "name"),
        ("POST", "/api/snapshots", {"name": "../outside"}, "name"),
        ("GET", "/api/invocations?last=0", None, "last"),
        ("GET", "/api/invocations?logs=maybe", None, "logs"),
        ("GET", "/api/outbox?last=-1", None, "last"),
        ("GET", "/api/cost?day=1", None, "day"),
        ("GET", "/api/functions?name=buy", None, "name"),
        ("GET", "/api/objects?prefix=a", None, "bucket"),
        ("GET", "/api/object?bucket=menjin", None, "key"),
        ("GET", "/api/tables?instance=shop", None, "table"),
        ("GET", "/api/redis?after=soon", None, "after"),
        ("GET", f"/api/redis?pattern={'a' * 5000}", None, "pattern"),
        ("POST", "/api/limits", {}, "body"),
        ("POST", "/api/limits", {"sms": 5}, "sms"),
        ("POST", "/api/limits", {"identity": 1.5}, "identity"),
        ("POST", "/api/limits", {"identity": 5, "ocr": -1}, "ocr"),
        ("POST", "/api/ocr", {}, "pictures"),
        ("POST", "/api/ocr", {"pictures": []}, "pictures"),
        ("POST", "/api/ocr", {"pictures": [{}]}, "pictures[0]"),
        ("POST", "/api/registry", {}, "body"),
        ("POST", "/api/registry", {"persons": {}}, "persons"),
        ("POST", "/api/registry", {"persons": [PERSON, {"name": "某"}]}, "persons[1].number"),
        ("POST", "/api/registry", {"persons": [{**PERSON, "number": "110101199003079990"}]}, "persons[0].number"),
        ("POST", "/api/registry", {"companies": [{**COMPANY, "legal": " "}]}, "companies[0].legal"),
        ("POST", "/api/registry", {"companies": [{**COMPANY, "phone": "1"}]}, "companies[0].phone"),
        ("POST", "/api/registry", {"companies": [{**COMPANY, "status": 7}]}, "companies[0].status"),
        ("GET", "/api/calls?last=0", None, "last"),
        ("GET", "/api/calls?last=few", None, "last"),
        ("GET", f"/api/calls?last={'9' * 5000}", None, "last"),
        ("GET", "/api/outbox?tO=1", None, "tO"),
        ("GET", "/api/idle?timeout_s=soon", None, "timeout_s"),
        ("GET", "/api/idle?timeout_s=nan", None, "timeout_s"),
        ("GET", "/api/sample/idcard.jpg", None, "side"),
        ("GET", "/api/sample/idcard.jpg?side=front&number=110101199003079999", None, "name"),
        ("GET", "/api/sample/idcard.jpg?side=front&name=某&number=123", None, "number"),
        ("GET", "/api/sample/idcard.jpg?side=back&expires=2039-13-07", None, "expires"),
        ("GET", "/api/sample/licence.jpg?company=某&code=1&legal=某&expires=long", None, "code"),
    ],
)
def test_bad_input_names_its_field_and_changes_nothing(
    http: httpx.Client, cloud: SmallCloud, method: str, path: str, body: Any, field: str
) -> None:
    known = http.get("/api/registry").json()
    answer = http.request(method, path, json=body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(f"{field}: ")
    assert cloud.clock.moved == 0
    assert cloud.faults.all() == []
    assert cloud.aliyun.limits.per_second() == {"identity": 50, "ocr": 10}
    assert http.get("/api/registry").json() == known


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"advance_s": NaN}'])
def test_a_broken_body_is_refused(http: httpx.Client, cloud: SmallCloud, body: bytes) -> None:
    assert http.post("/api/clock", content=body).status_code == 400
    assert cloud.clock.moved == 0


def test_a_huge_body_is_refused(http: httpx.Client) -> None:
    answer = http.post("/api/clock", content=b" " * (2 * 1024 * 1024))
    assert answer.status_code == 413


def test_faults_cannot_reach_a_real_redis(http: httpx.Client, cloud: SmallCloud) -> None:
    cloud.redis.embedded = False
    answer = http.post("/api/faults", json={"service": "redis", "operation": "*", "kind": "error"})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("service: redis is a real one (REDIS_URL)")


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/outbox/", "/../wire.py", "/%2e%2e/wire.py"])
def test_unknown_paths_are_not_found(http: httpx.Client, path: str) -> None:
    assert http.get(path).status_code == 404


def test_a_known_path_says_which_methods_it_knows(http: httpx.Client) -> None:
    answer = http.put("/api/reset")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
