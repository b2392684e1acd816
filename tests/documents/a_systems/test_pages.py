"""Document A: the pages, the dictionary, and the failures that every path shares."""

from __future__ import annotations

import pytest

from tests.documents.a_systems.client import FAILURES, success
from tests.documents.a_systems.conftest import Arrive
from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import ENGLISH, is_chinese, is_english, refused_by_the_platform
from tests.product import new_phone

SYSTEMS = ("qqsl", "platform", "upstream", "capital", "bridge")


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_pages_of_each_system(arrive: Arrive, system: str) -> None:
    for page in ("register.html", "login.html", "index.html"):
        answer = arrive(system).page(page)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert answer.text.lstrip().lower().startswith("<!doctype html>")
        assert len(answer.headers.get_list("set-cookie")) <= 1


@pytest.mark.parametrize("page", ["nothing.html", "../template.yml", "%2e%2e/index.py", "login.html/"])
def test_a_page_that_is_none(visitor: Visitor, page: str) -> None:
    answer = visitor.page(page)
    assert (answer.status_code, answer.json()["success"], answer.json()["error"]["code"]) == (404, False, 404)


def test_the_dictionary_and_each_of_its_types(visitor: Visitor) -> None:
    answer = visitor.dictionary()
    everything = answer.json()["data"]
    assert (answer.status_code, answer.json()) == (200, success(everything))
    assert len(everything) == 7
    for kind, entries in everything.items():
        answer = visitor.dictionary(kind)
        assert (answer.status_code, answer.json()) == (200, success(entries))
        assert all(set(entry) == {"code", "name"} and is_chinese(entry["name"]) for entry in entries)
        codes = [entry["code"] for entry in entries]
        assert len(set(codes)) == len(codes)


def test_the_dictionary_knows_states_roles_codes_and_provinces(visitor: Visitor) -> None:
    kinds = visitor.dictionary().json()["data"].values()
    known = [{entry["code"]: entry["name"] for entry in entries} for entries in kinds]
    assert {"UNAUTHEN", "AUTHEN", "PASS", "UNPASS", "EXPIRED"} in [set(entries) for entries in known]
    assert {"simple", "identity", "company", "super"} in [set(entries) for entries in known]
    assert any(FAILURES.items() <= entries.items() for entries in known)
    assert any(len(entries) == 34 and "新疆维吾尔自治区" in entries.values() for entries in known)


def test_the_dictionary_in_english(visitor: Visitor, arrive: Arrive) -> None:
    chinese, english = visitor.dictionary().json()["data"], arrive(**ENGLISH).dictionary().json()["data"]
    for kind, entries in english.items():
        assert [entry["code"] for entry in entries] == [entry["code"] for entry in chinese[kind]]
        assert all(is_english(entry["name"]) for entry in entries)


def test_an_unknown_type_of_the_dictionary(visitor: Visitor) -> None:
    answer = visitor.dictionary("nothing")
    assert (answer.status_code, answer.json()["success"], answer.json()["error"]["code"]) == (404, False, 404)


@pytest.mark.parametrize("path", ["", "nothing", "register", "captcha", "login", "security/nothing", "register/sms"])
def test_a_path_that_is_none(visitor: Visitor, path: str) -> None:
    for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
        answer = visitor.call("GET", path, headers=headers)
        message = answer.json()["error"]["message"]
        assert answer.status_code == 404
        assert answer.json() == {"success": False, "error": {"code": 404, "message": message}}
        assert reads(message)


@pytest.mark.parametrize(
    "path",
    [
        "register/register",
        "login/jwt",
        "login/logout",
        "security/changePassword",
        "security/changePhone",
        "security/changeAdmin",
        "identify/save",
        "identify/submit",
        "message/read/1",
    ],
)
def test_a_change_is_no_get(visitor: Visitor, path: str) -> None:
    answer = visitor.call("GET", path)
    if refused_by_the_platform(answer):
        assert path != "login/jwt", "documents D and E sign in by GET: here it is the product that refuses"
        return
    message = answer.json()["error"]["message"]
    assert answer.json() == {"success": False, "error": {"code": 405, "message": message}}
    assert is_chinese(message)
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["register/checkName/somebody", "security", "identify", "identify/get", "dict"])
def test_where_the_document_names_no_method_post_reads_as_well(resident: Visitor, path: str) -> None:
    assert resident.call("POST", path).json() == resident.call("GET", path).json()


@pytest.mark.parametrize("path", ["register/register", "login/jwt"])
def test_a_body_that_cannot_be_read(visitor: Visitor, path: str) -> None:
    for body in (b"{", b"[1]", b'"text"', b"\xff\xfe{}", b"[" * 5_000):
        for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
            sent = {"Content-Type": "application/json", **headers}
            answer = visitor.call("POST", path, content=body, headers=sent)
            message = answer.json()["error"]["message"]
            assert answer.status_code == 400
            assert answer.json() == {"success": False, "error": {"code": 400, "message": message}}
            assert reads(message)


def test_answers_are_utf8_json_that_nobody_keeps(visitor: Visitor) -> None:
    answer = visitor.check_phone(new_phone())
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
