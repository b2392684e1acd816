"""二, 8-9: a forgotten password, by phone and by mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest

from tests.documents.b_certify.client import FAIL, NOT_SIGNED_IN, OK, Answer, Client, Language
from tests.documents.b_certify.conftest import Member, Visit, arrive, wrong
from tests.documents.stage import Stage

NEW = "staple battery horse"
UNUSABLE = {"FAIL", "INVALID"}
LANGUAGES: tuple[Language, ...] = ("zh", "en")
BOTH = pytest.mark.parametrize("language", LANGUAGES)


@dataclass(frozen=True)
class Way:
    """One of the two ways back in."""

    field: str
    """What names the recipient explicitly, and stands in the path."""
    to: Callable[[Member], str]
    ask: Callable[[Client, str], Answer]
    redeem: Callable[..., Answer]
    code: Callable[[Stage, str], str]

    def asked(self, client: Client, member: Member) -> str:
        """The code that the client asked for, and the member received."""
        assert self.ask(client, self.to(member)).outcome == OK
        return self.code(member.stage, self.to(member))

    def said(self, member: Member) -> dict[str, str]:
        """The recipient, for clients without cookies."""
        return {self.field: self.to(member)}


BY_PHONE = Way(
    "phone", lambda member: member.phone, Client.phone_get_getback_verify, Client.phone_getback_passord, Stage.sms
)
BY_MAIL = Way(
    "email",
    lambda member: str(member.email),
    Client.email_get_getback_verify,
    Client.email_getback_passord,
    Stage.mail,
)


def the_password_is_set_anew(way: Way, visit: Visit, member: Member) -> None:
    client = visit()
    member.signs_in()
    code = way.asked(client, member)
    assert way.redeem(client, code, NEW).outcome == OK

    assert member.client.get_user().outcome == NOT_SIGNED_IN
    assert client.phone_login(member.phone, member.password).outcome == FAIL
    assert client.phone_login(member.phone, NEW).type == "OK"
    assert way.redeem(client, code, member.password, **way.said(member)).type in UNUSABLE
    assert client.phone_login(member.phone, NEW).type == "OK"


def the_recipient_may_be_said_instead_of_remembered(way: Way, visit: Visit, member: Member) -> None:
    client = visit(cookies=False)
    assert way.redeem(client, way.asked(client, member), NEW, **way.said(member)).outcome == OK
    assert client.phone_login(member.phone, NEW).type == "OK"


def a_wrong_code_changes_nothing(way: Way, visit: Visit, member: Member) -> None:
    client = visit()
    member.signs_in()
    code = way.asked(client, member)
    assert way.redeem(client, wrong(code), NEW).outcome == FAIL
    assert member.client.get_user().type == "OK"
    assert client.phone_login(member.phone, NEW).outcome == FAIL
    assert way.redeem(client, code, NEW).outcome == OK


def a_malformed_field_is_named_and_leaves_the_code_good(way: Way, visit: Visit, member: Member) -> None:
    client = visit()
    code = way.asked(client, member)
    for password in ("123456", "password", "", None):
        answer = way.redeem(client, code, password)
        assert answer.outcome == FAIL
        assert "passord" in answer.message
    answer = way.redeem(client, None, NEW)
    assert answer.outcome == FAIL
    assert "verification" in answer.message
    assert way.redeem(client, code, NEW).outcome == OK


def a_code_for_a_login_recovers_nothing(way: Way, visit: Visit, member: Member) -> None:
    client, to = visit(), way.to(member)
    assert client.login_get_login_verify(to).outcome == OK
    code = way.code(member.stage, to)
    assert way.redeem(client, code, NEW).type in UNUSABLE
    assert way.redeem(client, code, NEW, **way.said(member)).type in UNUSABLE
    assert client.phone_login(member.phone, member.password).type == "OK"


def the_path_may_be_spelt_correctly(way: Way, visit: Visit, member: Member) -> None:
    client = visit()
    fields = {"verification": way.asked(client, member), "passord": NEW}
    assert client.ask("POST", f"/user/{way.field}/getbackPassword", "修改成功", json=fields).outcome == OK
    assert client.phone_login(member.phone, NEW).type == "OK"


def the_field_may_be_spelt_correctly(way: Way, visit: Visit, member: Member) -> None:
    client = visit()
    fields = {"verification": way.asked(client, member), "password": NEW}
    assert client.ask("POST", f"/user/{way.field}/getbackPassword", "修改成功", json=fields).outcome == OK
    assert client.phone_login(member.phone, NEW).type == "OK"


Story = Callable[[Way, Visit, Member], None]
STORIES: list[Story] = [
    the_password_is_set_anew,
    the_recipient_may_be_said_instead_of_remembered,
    a_wrong_code_changes_nothing,
    a_malformed_field_is_named_and_leaves_the_code_good,
    a_code_for_a_login_recovers_nothing,
    the_path_may_be_spelt_correctly,
    the_field_may_be_spelt_correctly,
]


@BOTH
@pytest.mark.parametrize("story", STORIES)
def test_by_phone(visit: Visit, newcomer: Member, story: Story) -> None:
    story(BY_PHONE, visit, newcomer)


def test_by_mail(stage: Stage, visit: Visit) -> None:
    """All in one: a minute has to pass between the binding of an address and the next code to it."""
    languages: list[tuple[Story, Language]] = [(story, "zh") for story in STORIES]
    languages += [(the_password_is_set_anew, "en"), (a_wrong_code_changes_nothing, "en")]
    told = [(story, language, arrive(stage, visit(language=language))) for story, language in languages]
    for _, _, member in told:
        member.signs_in()
        member.binds_mail()
    stage.later(61)
    for story, language, member in told:
        story(BY_MAIL, partial(visit, language=language), member)


@BOTH
@pytest.mark.parametrize("way", [BY_PHONE, BY_MAIL], ids=["phone", "email"])
def test_nobody_asked_for_a_code(visit: Visit, newcomer: Member, way: Way) -> None:
    newcomer.signs_in()
    newcomer.binds_mail()
    client = visit()
    assert way.redeem(client, "123456", NEW).type in UNUSABLE
    assert way.redeem(client, "123456", NEW, **way.said(newcomer)).type in UNUSABLE
    assert client.phone_login(newcomer.phone, newcomer.password).type == "OK"
