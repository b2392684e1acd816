"""二, 16-20: failed logins, and who is kept out by them."""

from __future__ import annotations

import pytest

from tests.documents.b_certify.client import FAIL, NOT_SIGNED_IN, OK, OTHER, UNKNOWN, Client, Language
from tests.documents.b_certify.conftest import DEVICE, Member, Visit
from tests.documents.stage import Stage, new_mail
from tests.product import new_phone

WRONG = "a wrong one"
LIMIT = 10
LANGUAGES: tuple[Language, ...] = ("zh", "en")
BOTH = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def known(newcomer: Member) -> Member:
    """Somebody with a known device."""
    newcomer.makes_known(DEVICE)
    return newcomer


def guess(client: Client, code: str, times: int) -> None:
    """Guess that often on the phone, where nothing but the lock is in the way."""
    for _ in range(times):
        assert client.phone_login(code, WRONG).type in {"FAIL", "UNKNOWN"}


def lock(client: Client, member: Member) -> None:
    """Fail once more often than is allowed."""
    for _ in range(LIMIT):
        assert client.phone_login(member.phone, WRONG).outcome == FAIL
    assert client.phone_login(member.phone, WRONG).type in {"FAIL", "UNKNOWN"}
    assert client.phone_login(member.phone, member.password).outcome == UNKNOWN


@BOTH
def test_ten_failures_do_not_lock(client: Client, newcomer: Member) -> None:
    for _ in range(LIMIT):
        assert client.phone_login(newcomer.phone, WRONG).outcome == FAIL
    assert client.phone_login(newcomer.phone, newcomer.password).type == "OK"


def test_a_right_login_clears_the_count(client: Client, newcomer: Member) -> None:
    for _ in range(2):
        guess(client, newcomer.phone, LIMIT - 1)
        assert client.phone_login(newcomer.phone, newcomer.password).type == "OK"


@BOTH
def test_one_more_locks_the_password_everywhere_and_ends_the_sessions(visit: Visit, newcomer: Member) -> None:
    newcomer.signs_in()
    newcomer.binds_mail()
    client = visit()
    lock(client, newcomer)
    for code in (newcomer.phone, newcomer.email):
        assert client.phone_login(code, newcomer.password).outcome == UNKNOWN
        assert client.phone_login(code, WRONG).outcome == UNKNOWN
        assert client.wechat_login(code, newcomer.password).outcome == UNKNOWN
        assert client.web_login(code, newcomer.password, "an unknown device").outcome == UNKNOWN
    assert client.session is None
    assert newcomer.client.get_user().outcome == NOT_SIGNED_IN


def test_the_lock_is_over_after_a_quarter_of_an_hour(stage: Stage, client: Client, newcomer: Member) -> None:
    lock(client, newcomer)
    stage.later(901)
    assert client.phone_login(newcomer.phone, newcomer.password).type == "OK"


def test_a_known_device_is_not_locked_out(visit: Visit, known: Member) -> None:
    lock(visit(), known)
    client = visit()
    assert client.web_login(known.phone, known.password, DEVICE).type == "OK"
    assert client.get_user().type == "OK"


def test_a_login_by_code_is_not_locked_out(stage: Stage, visit: Visit, newcomer: Member) -> None:
    lock(visit(), newcomer)
    client = visit()
    assert client.login_get_login_verify(newcomer.phone).outcome == OK
    assert client.web_login_by_verify(newcomer.password, stage.sms(newcomer.phone), DEVICE).type == "OK"
    assert client.get_user().type == "OK"
    assert visit().web_login(newcomer.phone, newcomer.password, DEVICE).type == "OK"


def test_a_known_device_does_not_guess_for_ever(visit: Visit, known: Member) -> None:
    client = visit()
    words = [client.web_login(known.phone, WRONG, DEVICE).type for _ in range(LIMIT + 3)]
    assert words[:3] == ["FAIL"] * 3
    assert set(words) <= {"FAIL", "OTHER", "UNKNOWN"}
    assert client.web_login(known.phone, known.password, DEVICE).type in {"OTHER", "UNKNOWN"}
    assert client.session is None


def test_within_three_failures_a_known_device_is_not_asked_for_a_code(visit: Visit, known: Member) -> None:
    client = visit()
    for _ in range(2):
        for _ in range(3):
            assert client.web_login(known.phone, WRONG, DEVICE).outcome == FAIL
        assert client.web_login(known.phone, known.password, DEVICE).type == "OK"


def test_past_three_failures_even_a_known_device_is(stage: Stage, visit: Visit, known: Member) -> None:
    client = visit()
    for _ in range(4):
        assert client.web_login(known.phone, WRONG, DEVICE).outcome == FAIL
    for language in LANGUAGES:
        assert client.speak(language).web_login(known.phone, known.password, DEVICE).outcome == OTHER
    assert client.session is None

    stage.later(61)
    assert client.login_get_login_verify(known.phone).outcome == OK
    assert client.web_login_by_verify(known.password, stage.sms(known.phone), DEVICE).type == "OK"
    assert client.web_login(known.phone, known.password, DEVICE).type == "OK"


@BOTH
def test_whoever_holds_the_phone_does_not_guess_for_ever(stage: Stage, client: Client, newcomer: Member) -> None:
    """Documented: loginByVerify, UNKNOWN."""
    assert client.login_get_login_verify(newcomer.phone).outcome == OK
    code = stage.sms(newcomer.phone)
    for _ in range(LIMIT):
        assert client.web_login_by_verify(WRONG, code, DEVICE).outcome == FAIL
    assert client.web_login_by_verify(WRONG, code, DEVICE).type in {"FAIL", "UNKNOWN"}
    assert client.web_login_by_verify(newcomer.password, code, DEVICE).outcome == UNKNOWN
    assert client.session is None
    assert client.phone_login(newcomer.phone, newcomer.password).type == "OK", "nobody else is kept out"


@pytest.mark.parametrize("code", [new_phone(), new_mail()], ids=["phone", "email"])
def test_who_does_not_exist_is_locked_alike(client: Client, code: str) -> None:
    """Decided: unknown accounts take the same way as known ones; EXIST is all that the document asks."""
    words = [client.phone_login(code, WRONG).type for _ in range(LIMIT + 2)]
    assert words[:LIMIT] == ["EXIST"] * LIMIT
    assert words[LIMIT] in {"EXIST", "UNKNOWN"}
    assert words[LIMIT + 1] == "UNKNOWN"


def test_guessing_the_present_password_is_limited(newcomer: Member) -> None:
    """A stolen session is no way around the lock."""
    newcomer.signs_in()
    words = [newcomer.client.check_password(WRONG).type for _ in range(LIMIT + 2)]
    assert words[0] == "FAIL"
    assert set(words) <= {"FAIL", "UNKNOWN"}
    assert newcomer.client.check_password(newcomer.password).type != "OK"
