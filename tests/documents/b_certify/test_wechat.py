"""二, 18-19: signing in from a WeChat official account."""

from __future__ import annotations

import pytest

from tests.documents.b_certify.client import EXIST, FAIL, NOT_SIGNED_IN, Client
from tests.documents.b_certify.conftest import Member, Visit
from tests.documents.stage import new_mail
from tests.product import PASSWORD, new_name, new_phone

pytestmark = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def openid() -> str:
    """Somebody's WeChat, as the local cloud's WeChat hands it over."""
    return f"openid-{new_name()}"


def test_who_binds_once_is_known_by_wechat_from_then_on(visit: Visit, member: Member, openid: str) -> None:
    client = visit()
    assert client.wechat_auto_login(openid).outcome == EXIST
    assert client.session is None
    assert client.flow

    bound = client.wechat_login(member.phone, PASSWORD)
    assert (bound.type, bound.data["phone"], bound.data["openid"]) == ("OK", member.phone, openid)
    assert bound.data["wechatNickname"]
    assert client.get_user().data == bound.data

    later = visit()
    answer = later.wechat_auto_login(openid)
    assert answer.type == "OK"
    assert later.session
    assert later.get_user().data == answer.data
    assert answer.data | {"loginTime": ""} == bound.data | {"loginTime": ""}


def test_without_wechat_before_it_nothing_is_bound(visit: Visit, member: Member) -> None:
    client = visit()
    answer = client.wechat_login(member.phone, PASSWORD)
    assert (answer.type, answer.data["openid"], answer.data["wechatNickname"]) == ("OK", None, None)
    assert client.session


def test_by_mail(client: Client, member: Member, openid: str) -> None:
    address = member.binds_mail()
    assert client.wechat_auto_login(openid).outcome == EXIST
    assert client.wechat_login(address, PASSWORD).data["openid"] == openid


def test_a_wrong_password_binds_nothing(visit: Visit, member: Member, openid: str) -> None:
    client = visit()
    assert client.wechat_auto_login(openid).outcome == EXIST
    assert client.wechat_login(member.phone, "a wrong one").outcome == FAIL
    assert client.session is None
    assert visit().wechat_auto_login(openid).outcome == EXIST
    assert client.wechat_login(member.phone, PASSWORD).data["openid"] == openid


def test_nobody(client: Client) -> None:
    assert client.wechat_login(new_phone(), PASSWORD).outcome == EXIST
    assert client.wechat_login(new_mail(), PASSWORD).outcome == EXIST


def test_a_later_wechat_takes_the_place_of_the_earlier(visit: Visit, member: Member, openid: str) -> None:
    second = f"{openid}-2"
    for one in (openid, second):
        client = visit()
        assert client.wechat_auto_login(one).outcome == EXIST
        assert client.wechat_login(member.phone, PASSWORD).data["openid"] == one
    assert visit().wechat_auto_login(openid).outcome == EXIST
    assert visit().wechat_auto_login(second).data["phone"] == member.phone


def test_a_wechat_bound_meanwhile_to_another(visit: Visit, member: Member, other: Member, openid: str) -> None:
    first, second = visit(), visit()
    assert first.wechat_auto_login(openid).outcome == EXIST
    assert second.wechat_auto_login(openid).outcome == EXIST
    assert first.wechat_login(member.phone, PASSWORD).type == "OK"
    assert second.wechat_login(other.phone, PASSWORD).outcome == EXIST
    assert second.get_user().outcome == NOT_SIGNED_IN
    assert visit().wechat_auto_login(openid).data["phone"] == member.phone


def test_a_code_that_wechat_does_not_know(client: Client) -> None:
    assert client.wechat_auto_login("no-such-code").outcome == FAIL
    assert client.session is None


def test_a_missing_field_is_named(client: Client, member: Member) -> None:
    for answer, field in (
        (client.wechat_auto_login(None), "code"),
        (client.wechat_auto_login(""), "code"),
        (client.wechat_login(None, PASSWORD), "code"),
        (client.wechat_login(member.phone, None), "password"),
    ):
        assert answer.outcome == FAIL
        assert field in answer.message
