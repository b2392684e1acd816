"""Document D, 3. 登录."""

from __future__ import annotations

import pytest

from tests.documents.d_auth.client import (
    CAPTCHA_REQUIRED,
    CAPTCHA_WRONG,
    EXISTS,
    PASSWORD_WRONG,
    SIGNED_IN,
    UNKNOWN,
    auth,
    gateway,
    random_str,
)
from tests.documents.d_auth.conftest import Guest, Visit
from tests.documents.phone_in_hand import (
    ELSEWHERE,
    ENGLISH,
    MINUTE,
    another,
    is_chinese,
    is_english,
    literally,
    refused_by_the_platform,
)
from tests.product import PASSWORD, Person, Product, new_name, new_phone

WRONG = "wrong horse battery"


def name_of(account: Person) -> str:
    """The account's user name."""
    return str(account.signed_in["user"]["name"])


# 只传入token字段


def test_whether_an_account_exists(guest: Guest, account: Person) -> None:
    for token in (account.phone, f"+86{account.phone}", name_of(account), name_of(account).upper()):
        answer = guest.login(token=token)
        assert (answer.status_code, answer.json()) == (200, auth(EXISTS))
    for token in (new_phone(), new_name(), "nobody@example.com"):
        answer = guest.login(token=token)
        assert (answer.status_code, answer.json()) == (200, auth(UNKNOWN))
    assert guest.browser.cookies.get("qqsl") is None


def test_whether_an_account_exists_by_post(guest: Guest, account: Person) -> None:
    assert guest.login_by_post(token=account.phone).json() == auth(EXISTS)
    assert guest.login_by_post(token=new_phone()).json() == auth(UNKNOWN)


# 不带验证码登录


def test_signing_in(guest: Guest, account: Person) -> None:
    for token in (account.phone, name_of(account)):
        answer = guest.login(token=token, password=PASSWORD, randomStr=random_str())
        assert (answer.status_code, answer.json()) == (200, auth(SIGNED_IN, account.id))
        [cookie] = answer.headers.get_list("set-cookie")
        assert cookie.startswith("qqsl=")
        assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert guest.browser.get("/qqsl/security").status_code == 200


def test_signing_in_by_post(guest: Guest, account: Person) -> None:
    fields = {"token": account.phone, "password": PASSWORD, "randomStr": random_str()}
    for answer in (
        guest.login_by_post(**fields),
        guest.browser.post("/auth/login", data=fields),
        guest.browser.post("/auth/login", params=fields),
        guest.browser.post("/auth/login", json={**fields, "randomStr": 1234}),
    ):
        assert (answer.status_code, answer.json()) == (200, auth(SIGNED_IN, account.id))


def test_the_body_wins_over_the_query(guest: Guest, account: Person) -> None:
    query = {"token": new_phone(), "password": WRONG, "randomStr": random_str()}
    body = {"token": account.phone, "password": PASSWORD}
    answer = guest.browser.post("/auth/login", params=query, json=body)
    assert answer.json() == auth(SIGNED_IN, account.id)


def test_a_wrong_password(guest: Guest, account: Person) -> None:
    for token in (account.phone, new_phone(), new_name()):
        answer = guest.login(token=token, password=WRONG, randomStr=random_str())
        assert (answer.status_code, answer.json()) == (200, auth(PASSWORD_WRONG))
        assert "set-cookie" not in answer.headers


# 带验证码登录


def test_signing_in_with_a_captcha(guest: Guest, account: Person) -> None:
    random = random_str()
    answer = guest.login(token=account.phone, password=PASSWORD, randomStr=random, code=guest.look(random).lower())
    assert (answer.status_code, answer.json()) == (200, auth(SIGNED_IN, account.id))


def test_a_wrong_captcha_is_told_before_the_password(guest: Guest, account: Person) -> None:
    for password in (PASSWORD, WRONG):
        random = random_str()
        code = another(guest.look(random))
        answer = guest.login(token=account.phone, password=password, randomStr=random, code=code)
        assert (answer.status_code, answer.json()) == (200, auth(CAPTCHA_WRONG))


def test_a_captcha_nobody_drew(guest: Guest, account: Person) -> None:
    answer = guest.login(token=account.phone, password=PASSWORD, randomStr=random_str(), code="7nad")
    assert (answer.status_code, answer.json()) == (200, auth(CAPTCHA_WRONG))


def test_a_captcha_is_good_once(guest: Guest, account: Person) -> None:
    random = random_str()
    fields = {"token": account.phone, "password": PASSWORD, "randomStr": random, "code": guest.look(random)}
    assert guest.login(**fields).json() == auth(SIGNED_IN, account.id)
    assert guest.login(**fields).json() == auth(CAPTCHA_WRONG)


def test_three_wrong_captchas_end_it(guest: Guest, account: Person) -> None:
    random = random_str()
    text = guest.look(random)
    fields = {"token": account.phone, "password": PASSWORD, "randomStr": random}
    for _ in range(3):
        assert guest.login(code=another(text), **fields).json() == auth(CAPTCHA_WRONG)
    assert guest.login(code=text, **fields).json() == auth(CAPTCHA_WRONG)
    assert guest.login(code=guest.look(random), **fields).json() == auth(SIGNED_IN, account.id)


def test_a_captcha_expires(guest: Guest, account: Person, product: Product) -> None:
    random = random_str()
    text = guest.look(random)
    product.advance(5 * MINUTE + 1)
    answer = guest.login(token=account.phone, password=PASSWORD, randomStr=random, code=text)
    assert answer.json() == auth(CAPTCHA_WRONG)


# 登录次数超过3次


@pytest.mark.parametrize("known", [True, False])
def test_more_than_three_failures_of_an_account(guest: Guest, account: Person, known: bool) -> None:
    token = account.phone if known else new_phone()
    for _ in range(4):
        answer = guest.login(token=token, password=WRONG, randomStr=random_str())
        assert answer.json() == auth(PASSWORD_WRONG)
    for password in (PASSWORD, WRONG):
        random = random_str()
        answer = guest.login(token=token, password=password, randomStr=random)
        assert (answer.status_code, answer.json()) == (200, auth(CAPTCHA_REQUIRED))
    text = guest.look(random)
    answer = guest.login(token=token, password=PASSWORD, randomStr=random, code=text)
    assert answer.json() == (auth(SIGNED_IN, account.id) if known else auth(PASSWORD_WRONG))


def test_more_than_three_failures_of_a_random_string(guest: Guest, account: Person) -> None:
    random = random_str()
    for _ in range(4):
        answer = guest.login(token=new_phone(), password=WRONG, randomStr=random)
        assert answer.json() == auth(PASSWORD_WRONG)
    fields = {"token": account.phone, "password": PASSWORD}
    assert guest.login(randomStr=random, **fields).json() == auth(CAPTCHA_REQUIRED)
    answer = guest.login(randomStr=random, code=guest.look(random), **fields)
    assert answer.json() == auth(SIGNED_IN, account.id)
    assert guest.login(randomStr=random_str(), **fields).json() == auth(SIGNED_IN, account.id)


def test_a_success_forgets_the_failures(guest: Guest, account: Person) -> None:
    for _ in range(2):
        for _ in range(3):
            answer = guest.login(token=account.phone, password=WRONG, randomStr=random_str())
            assert answer.json() == auth(PASSWORD_WRONG)
        answer = guest.login(token=account.phone, password=PASSWORD, randomStr=random_str())
        assert answer.json() == auth(SIGNED_IN, account.id)


def test_more_than_ten_failures_lock_the_password(guest: Guest, account: Person, product: Product) -> None:
    def attempt(password: str) -> dict[str, object]:
        random = random_str()
        fields = {"token": account.phone, "password": password, "randomStr": random, "code": guest.look(random)}
        answer = guest.login(**fields)
        assert answer.status_code == 200
        return dict(answer.json())

    for _ in range(11):
        assert attempt(WRONG) == auth(PASSWORD_WRONG)
    locked = attempt(PASSWORD)
    assert locked == auth(str(locked["message"]))
    assert str(locked["message"]).startswith("账号已锁定")
    assert account.browser.get("/qqsl/security").status_code == 401
    product.advance(15 * MINUTE + 1)
    assert attempt(PASSWORD) == auth(SIGNED_IN, account.id)


# 失败


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ({}, "token"),
        ({"token": ""}, "token"),
        ({"password": WRONG, "randomStr": "1"}, "token"),
        ({"token": "somebody", "password": WRONG}, "randomStr"),
        ({"token": "somebody", "password": WRONG, "randomStr": "a b"}, "randomStr"),
        ({"token": "somebody", "password": WRONG, "randomStr": "a" * 65}, "randomStr"),
        ({"token": "somebody", "password": WRONG, "randomStr": ""}, "randomStr"),
    ],
)
def test_a_malformed_field_is_named(guest: Guest, visit: Visit, sent: dict[str, str], named: str) -> None:
    for client, reads in ((guest, is_chinese), (visit(**ENGLISH), is_english)):
        for answer in (client.login(**sent), client.login_by_post(**sent)):
            message = answer.json()["message"]
            assert (answer.status_code, answer.json()) == (400, auth(message))
            assert named in message
            assert reads(message)


def test_a_body_that_cannot_be_read(guest: Guest) -> None:
    for body in (b"{", b"[]", b"\xff\xfe"):
        answer = guest.browser.post("/auth/login", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()) == (400, auth(answer.json()["message"]))
        assert is_chinese(answer.json()["message"])


def test_a_query_that_cannot_be_read(product: Product) -> None:
    for target, says in (
        ("/auth/login?token=%ff%fe", auth),
        ("/code/image?randomStr=%ff", gateway),
        ("/code/phone?phone=%ff&randomStr=1", gateway),
    ):
        answer = literally(product, target)
        assert (answer.status, answer.json()) == (400, says(answer.json()["message"]))


def test_a_page_elsewhere_cannot_sign_anybody_in(guest: Guest, account: Person) -> None:
    fields = {"token": account.phone, "password": PASSWORD, "randomStr": random_str()}
    answers = [
        guest.browser.post("/auth/login", json=fields, headers=ELSEWHERE),
        guest.browser.get("/auth/login", params=fields, headers={"Sec-Fetch-Site": "cross-site"}),
        guest.browser.get("/auth/login", params=fields, headers={"Sec-Fetch-Mode": "navigate"}),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()) == (403, auth(answer.json()["message"]))
        assert "set-cookie" not in answer.headers


def test_messages_in_english(visit: Visit, account: Person) -> None:
    english = visit(**ENGLISH)
    random = random_str()
    answers = [
        english.login(token=account.phone),
        english.login(token=new_phone()),
        english.login(token=account.phone, password=WRONG, randomStr=random_str()),
        english.login(token=account.phone, password=WRONG, randomStr=random_str(), code="7nad"),
        english.login(token=account.phone, password=PASSWORD, randomStr=random, code=english.look(random)),
        english.phone(new_phone(), random_str()),
    ]
    messages = [answer.json()["message"] for answer in answers]
    assert all(answer.status_code == 200 for answer in answers)
    assert all(is_english(message) for message in messages)
    assert len(set(messages)) == len(messages)
    assert answers[4].json() == auth(messages[4], account.id)


def test_a_method_that_is_not_answered(guest: Guest) -> None:
    answer = guest.browser.put("/auth/login", json={"token": "nihaodu"})
    assert refused_by_the_platform(answer) or answer.json() == auth(answer.json()["message"])


def test_a_path_that_is_none(guest: Guest) -> None:
    answer = guest.browser.get("/auth/nothing")
    assert (answer.status_code, answer.json()) == (404, auth("没有找到"))
