"""Document A, ``/:systemName/login/jwt`` and the session it gives out."""

from __future__ import annotations

import base64
import json

import pytest

from tests.documents.a_systems.client import FAILURES, YES, failure, locked, success
from tests.documents.a_systems.conftest import Arrive
from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import ENGLISH, MINUTE, another, is_chinese, is_english
from tests.documents.stage import Stage, new_mail
from tests.product import Product, new_name, new_phone

WRONG = "wrong horse battery"


def test_by_phone_and_by_name(resident: Visitor, arrive: Arrive) -> None:
    for account in (resident.phone, f"+86 {resident.phone}", resident.name, f" {resident.name.upper()} "):
        browser = arrive()
        answer = browser.login(account=account, password=resident.password)
        assert answer.status_code == 200, answer.text
        assert answer.json() == success({"token": browser.token, "user": resident.user})
        assert browser.token != resident.token
        assert browser.is_inside()


def test_by_mail(unwritten: Visitor, stage: Stage) -> None:
    """Document B binds the address."""
    address = new_mail()
    unwritten.browser.post("/user/email/getBindVerify", json={"email": address})
    bound = unwritten.browser.post("/user/updateEmail", json={"verification": stage.mail(address)})
    assert bound.json()["type"] == "OK", bound.text
    answer = unwritten.login(account=f" {address.upper()} ", password=unwritten.password)
    masked = answer.json()["data"]["user"]["email"]
    user = {**unwritten.user, "email": masked}
    assert answer.json() == success({"token": unwritten.token, "user": user})
    assert masked.endswith("@example.com")
    assert "*" in masked
    assert address not in answer.text
    assert unwritten.security().json()["data"]["email"] == masked


def test_by_a_code(unwritten: Visitor, arrive: Arrive) -> None:
    browser = arrive("qqsl")
    code = browser.code_for(unwritten.phone)
    answer = browser.login(account=unwritten.phone, smsCode=another(code))
    assert (answer.status_code, answer.json()) == (400, failure(1002))
    answer = browser.login(account=unwritten.phone, smsCode=code)
    assert (answer.status_code, answer.json()) == (200, success({"token": browser.token, "user": unwritten.user}))
    assert arrive("qqsl").login(account=unwritten.phone, smsCode=code).json() == failure(1003)


def test_a_code_cannot_open_an_account_that_is_none(visitor: Visitor) -> None:
    code = visitor.code_for(visitor.phone)
    answer = visitor.login(account=visitor.phone, smsCode=code)
    assert (answer.status_code, answer.json()) == (400, failure(1010))
    assert visitor.cookie is None


def test_an_unknown_account_sounds_like_a_wrong_password(visitor: Visitor, resident: Visitor) -> None:
    wrong = visitor.login(account=resident.phone, password=WRONG)
    assert (wrong.status_code, wrong.json()) == (400, failure(1007))
    for account in (new_phone(), new_name(), f"{new_name()}@example.com"):
        unknown = visitor.login(account=account, password=WRONG)
        assert (unknown.status_code, unknown.content) == (400, wrong.content)
        assert unknown.headers.get_list("set-cookie") == []


@pytest.mark.parametrize("known", [True, False])
def test_more_than_three_failures_ask_for_a_captcha(visitor: Visitor, member: Visitor, known: bool) -> None:
    account = member.phone if known else new_phone()
    for _ in range(4):
        assert visitor.login(account=account, password=WRONG).json() == failure(1007)
    answer = visitor.login(account=account, password=member.password)
    assert (answer.status_code, answer.json()) == (400, failure(1009))
    assert visitor.login(account=account, password=WRONG, captcha=another(visitor.look())).json() == failure(1005)
    visitor.solve()
    assert visitor.login(account=account, password=WRONG).json() == failure(1007)
    visitor.solve()
    answer = visitor.login(account=account, password=member.password)
    assert answer.status_code == (200 if known else 400)


def test_a_success_forgets_the_failures(visitor: Visitor, member: Visitor) -> None:
    for _ in range(2):
        for _ in range(4):
            assert visitor.login(account=member.phone, password=WRONG).json() == failure(1007)
        assert visitor.login(account=member.phone, password=WRONG).json() == failure(1009)
        answer = visitor.login(account=member.phone, password=member.password, captcha=visitor.look())
        assert answer.status_code == 200


def fail_eleven_times(stranger: Visitor, account: str) -> None:
    """Four failures are free, seven more cost a captcha each."""
    for _ in range(4):
        assert stranger.login(account=account, password=WRONG).json() == failure(1007)
    for _ in range(7):
        assert stranger.login(account=account, password=WRONG, captcha=stranger.look()).json() == failure(1007)


def test_more_than_ten_failures_lock_passwords_alone(unwritten: Visitor, arrive: Arrive, product: Product) -> None:
    owner, phone = arrive("qqsl"), unwritten.phone
    stranger = arrive("qqsl")
    fail_eleven_times(stranger, phone)
    assert not unwritten.is_inside(), "the lock ends the account's sessions"

    answer = stranger.login(account=phone, password=unwritten.password, captcha=stranger.look())
    assert (answer.status_code, answer.json()) == (400, locked(int(answer.headers["retry-after"])))
    assert 14 * MINUTE < int(answer.headers["retry-after"]) <= 15 * MINUTE

    assert owner.login(account=phone, smsCode=owner.code_for(phone)).status_code == 200
    assert owner.is_inside()
    product.advance(15 * MINUTE + 1)
    answer = stranger.login(account=phone, password=unwritten.password, captcha=stranger.look())
    assert answer.status_code == 200, answer.text


def test_an_unknown_account_is_locked_just_so(visitor: Visitor) -> None:
    account = new_phone()
    fail_eleven_times(visitor, account)
    answer = visitor.login(account=account, password=WRONG, captcha=visitor.look())
    assert answer.json() == locked(int(answer.headers["retry-after"]))


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({}, "account"),
        ({"account": "somebody"}, "password"),
        ({"password": WRONG}, "account"),
        ({"account": ["a"], "password": WRONG}, "account"),
        ({"account": "somebody", "password": ["a"]}, "password"),
    ],
)
def test_a_malformed_field_is_named(visitor: Visitor, sent: dict[str, object], named: str) -> None:
    for headers, reads in (({}, is_chinese), (ENGLISH, is_english)):
        answer = visitor.call("POST", "login/jwt", json=sent, headers=headers)
        message = answer.json()["error"]["message"]
        assert answer.status_code == 400
        assert answer.json() == {"success": False, "error": {"code": 400, "message": message}}
        assert named in message
        assert reads(message)


def test_a_form_is_read_as_well(resident: Visitor, visitor: Visitor) -> None:
    answer = visitor.call("POST", "login/jwt", data={"account": resident.phone, "password": resident.password})
    assert answer.status_code == 200
    assert visitor.is_inside()


def test_english(visitor: Visitor) -> None:
    answer = visitor.call("POST", "login/jwt", json={"account": "nobody", "password": WRONG}, headers=ENGLISH)
    error = answer.json()["error"]
    assert (answer.status_code, answer.json()) == (400, {"success": False, "error": error})
    assert error["code"] == 1007
    assert error["message"] not in FAILURES.values()
    assert is_english(error["message"])


def test_a_token_is_as_good_as_the_cookie(resident: Visitor, visitor: Visitor) -> None:
    for header in ({"Authorization": f"Bearer {resident.token}"}, {"token": resident.token}):
        assert visitor.security(**header).json() == resident.security().json()


def test_a_token_is_a_jwt_that_names_its_key(resident: Visitor) -> None:
    parts = [base64.urlsafe_b64decode(part + "==") for part in resident.token.split(".")]
    assert len(parts) == 3
    head, claims = json.loads(parts[0]), json.loads(parts[1])
    assert head["kid"]
    assert head["alg"] != "none"
    assert {"exp", "iat"} <= set(claims)
    assert resident.phone not in json.dumps(claims)


def test_no_other_token_is_accepted(resident: Visitor, visitor: Visitor) -> None:
    head, claims, signature = resident.token.split(".")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    for token in (
        "nonsense",
        f"{head}.{claims}.",
        f"{unsigned}.{claims}.",
        f"{unsigned}.{claims}.{signature}",
        f"{head}.{claims}x.{signature}",
        f"{head}.{claims}.{signature[::-1]}",
    ):
        answer = visitor.security(Authorization=f"Bearer {token}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, 401), token


def test_logging_out_ends_the_session_at_once(member: Visitor, visitor: Visitor, arrive: Arrive) -> None:
    elsewhere = arrive()
    elsewhere.login(account=member.phone, password=member.password)
    token = member.token
    answer = member.logout()
    assert (answer.status_code, answer.json()) == (200, YES)
    assert member.cookie is None
    assert visitor.security(Authorization=f"Bearer {token}").status_code == 401
    assert visitor.security(Cookie=f"platform={token}").status_code == 401
    assert elsewhere.is_inside(), "another session of the same person goes on"
