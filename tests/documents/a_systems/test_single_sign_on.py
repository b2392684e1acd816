"""Document A, ``login/jwt`` with another system's token, and how far the five systems are kept apart."""

from __future__ import annotations

import pytest

from tests.documents.a_systems.client import NO, YES, failure, success
from tests.documents.a_systems.conftest import Arrive
from tests.documents.a_systems.visitor import Visitor
from tests.documents.phone_in_hand import MINUTE, is_chinese
from tests.product import Product, new_name, new_phone

SYSTEMS = ("qqsl", "platform", "upstream", "capital", "bridge")


@pytest.fixture(scope="module")
def phone(_product: Product) -> str:
    """Somebody with an account in platform and one in upstream; the operator carries one message a minute to them."""
    number = new_phone()
    for system in ("platform", "upstream"):
        if system == "upstream":
            _product.advance(MINUTE + 1)
        _product.register(number, system=system).browser.close()
    return number


@pytest.fixture
def platform(arrive: Arrive, phone: str) -> Visitor:
    """That person in platform."""
    return signed_in(arrive("platform"), phone)


@pytest.fixture
def upstream(arrive: Arrive, phone: str) -> Visitor:
    """That person in upstream."""
    return signed_in(arrive("upstream"), phone)


def signed_in(visitor: Visitor, phone: str) -> Visitor:
    """After a login with the password."""
    visitor.phone = phone
    visitor.user = visitor.login(account=phone, password=visitor.password).json()["data"]["user"]
    return visitor


def test_a_member_of_platform_enters_upstream(arrive: Arrive, platform: Visitor, upstream: Visitor) -> None:
    browser = arrive("upstream")
    answer = browser.login(token=platform.token)
    assert answer.status_code == 200, answer.text
    assert answer.json() == success({"token": browser.token, "user": upstream.user})
    assert browser.is_inside()
    assert platform.is_inside()
    assert platform.user["id"] != upstream.user["id"]
    assert platform.user["phone"] == upstream.user["phone"]


def test_pairs_that_are_not_allowed(arrive: Arrive, platform: Visitor, upstream: Visitor) -> None:
    for member, abroad in ((upstream, "platform"), (platform, "capital"), (upstream, "bridge")):
        browser = arrive(abroad)
        answer = browser.login(token=member.token)
        assert (answer.status_code, answer.json()["success"], answer.json()["error"]["code"]) == (403, False, 403)
        assert is_chinese(answer.json()["error"]["message"])
        assert browser.cookie is None


def test_somebody_without_an_account_there(arrive: Arrive, resident: Visitor) -> None:
    browser = arrive("upstream")
    answer = browser.login(token=resident.token)
    assert (answer.status_code, answer.json()) == (400, failure(1010))
    assert browser.cookie is None


def test_only_a_living_session_is_a_passage(arrive: Arrive, platform: Visitor) -> None:
    token = platform.token
    platform.logout()
    for dead in (token, token[:-2]):
        answer = arrive("upstream").login(token=dead)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, 401)


def test_what_is_no_token_is_no_passage(arrive: Arrive) -> None:
    browser = arrive("upstream")
    answer = browser.login(token="nonsense")
    assert answer.status_code in {401, 403}
    assert answer.json()["error"]["code"] == answer.status_code
    assert browser.cookie is None


def test_the_passage_makes_no_session_fresh(arrive: Arrive, platform: Visitor, product: Product) -> None:
    product.advance(11 * MINUTE)
    browser = arrive("upstream")
    assert browser.login(token=platform.token).status_code == 200
    new = new_phone()
    answer = browser.update_phone(smsCode=browser.code_for(new), newPhone=new)
    assert (answer.status_code, answer.json()) == (400, failure(1017))


@pytest.fixture
def everywhere(arrive: Arrive) -> dict[str, Visitor]:
    """One name in all five systems, a browser for each."""
    name = new_name()
    return {system: arrive(system).joins(name=name) for system in SYSTEMS}


def test_one_name_is_five_people(everywhere: dict[str, Visitor]) -> None:
    assert len({one.user["id"] for one in everywhere.values()}) == 5
    assert len({one.name for one in everywhere.values()}) == 1
    assert all(one.is_inside() for one in everywhere.values())


def test_a_session_opens_its_own_system_alone(everywhere: dict[str, Visitor], arrive: Arrive) -> None:
    for home, member in everywhere.items():
        for abroad in SYSTEMS:
            browser = arrive(abroad)
            named = browser.security(Cookie=f"{abroad}={member.token}").status_code
            assert named == (200 if home == abroad else 401)
    stranger, token = arrive("upstream"), everywhere["platform"].token
    for headers in ({"Authorization": f"Bearer {token}"}, {"token": token}, {"Cookie": f"platform={token}"}):
        assert stranger.security(**headers).status_code == 401


def test_one_browser_keeps_five_sessions_apart(arrive: Arrive, everywhere: dict[str, Visitor]) -> None:
    browser = arrive()
    pages = {system: Visitor(browser.product, browser.browser, system) for system in SYSTEMS}
    for system, page in pages.items():
        member = everywhere[system]
        assert page.login(account=member.name, password=member.password).status_code == 200
    assert len({page.token for page in pages.values()}) == 5
    assert pages["capital"].logout().json() == YES
    assert {system: page.is_inside() for system, page in pages.items()} == {
        system: system != "capital" for system in SYSTEMS
    }


def test_passwords_and_failures_are_each_systems_own(everywhere: dict[str, Visitor], arrive: Arrive) -> None:
    platform, capital = everywhere["platform"], everywhere["capital"]
    assert capital.change_password(capital.password, "an altogether other one").json() == YES
    assert arrive().login(account=platform.phone, password=platform.password).status_code == 200
    stranger = arrive("capital")
    for _ in range(4):
        assert stranger.login(account=capital.phone, password=platform.password).json() == failure(1007)
    assert stranger.login(account=capital.phone, password=platform.password).json() == failure(1009)
    assert arrive().login(account=platform.phone, password=platform.password).status_code == 200


def test_captchas_are_each_systems_own(arrive: Arrive) -> None:
    browser = arrive().browser
    platform, upstream = (Visitor(arrive().product, browser, system) for system in ("platform", "upstream"))
    text = platform.look()
    platform_cookie = str(browser.cookies["platform.kap"])
    upstream.look()
    assert browser.cookies["upstream.kap"] != platform_cookie
    stolen = {"Cookie": f"upstream.kap={platform_cookie}"}
    stranger = arrive("upstream")
    assert stranger.call("GET", f"captcha/check/{text}", headers=stolen).json() == failure(1006)
    assert platform.check_captcha(text).json() == YES


def test_codes_are_each_systems_own(arrive: Arrive) -> None:
    platform, upstream = arrive(), arrive("upstream")
    phone = new_phone()
    code = platform.code_for(phone)
    answer = upstream.register(phone=phone, smsCode=code, password=platform.password)
    assert answer.json() == failure(1003)
    assert platform.register(phone=phone, smsCode=code, password=platform.password).status_code == 200
    assert upstream.check_phone(phone).json() == YES
    assert platform.check_phone(phone).json() == NO


@pytest.mark.parametrize("path", ["captcha/get", "security", "dict", "register/checkName/somebody", "identify"])
def test_an_unknown_system(arrive: Arrive, path: str) -> None:
    for system in ("nowhere", "Platform", "platform2"):
        answer = arrive(system).call("GET", path)
        assert (answer.status_code, answer.json()["success"], answer.json()["error"]["code"]) == (404, False, 404)
        assert is_chinese(answer.json()["error"]["message"])
        assert "set-cookie" not in answer.headers
