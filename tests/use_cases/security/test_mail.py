"""A mail address is bound in a fresh session, by a code that arrived there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from menjin.accounts.account import Account
from menjin.accounts.failures import MailTaken
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.codes.failures import CodeExpired
from menjin.failures import Changed, Unavailable
from menjin.security.bind_mail import bind_mail
from menjin.security.failures import FreshLoginRequired
from menjin.sessions.session import Session
from menjin.values.mail_address import MailAddress
from tests.product import PASSWORD, new_phone
from tests.small_cloud import at_once
from tests.use_cases.conftest import SYSTEM
from tests.use_cases.security.conftest import Somebody


def bind(who: Somebody, session: Session, mail: MailAddress, code: str) -> Account:
    return bind_mail(
        who.parts.accounts(),
        who.parts.codes(),
        who.parts.flows(),
        who.parts.sessions(),
        session,
        mail=mail,
        code=code,
        flow=None,
        now=now(),
    )


def new_mail() -> MailAddress:
    return MailAddress(f"m{new_phone()}@example.com")


def test_one_signs_in_by_the_address_and_stays_signed_in(somebody: Somebody) -> None:
    session, first, second = somebody.session(), new_mail(), new_mail()
    bind(somebody, session, first, somebody.code(Purpose.MAIL, first))
    assert somebody.alive(session)
    assert somebody.can_log_in(PASSWORD, first.reveal())
    bind(somebody, session, second, somebody.code(Purpose.MAIL, second))
    assert somebody.stored.mail == second
    assert somebody.parts.accounts().by_identifier(SYSTEM, first.reveal()) is None


def test_the_same_again_changes_nothing(newcomer: Callable[..., Somebody]) -> None:
    mail = new_mail()
    who = newcomer(mail=mail)
    assert bind(who, who.session(), mail, who.code(Purpose.MAIL, mail)) == who.stored
    assert who.stored.version == 1


def test_it_asks_for_a_fresh_session(somebody: Somebody) -> None:
    mail = new_mail()
    code = somebody.code(Purpose.MAIL, mail)
    with pytest.raises(FreshLoginRequired):
        bind(somebody, somebody.session(fresh=False), mail, code)
    assert bind(somebody, somebody.session(), mail, code), "the code was not used up before"


def test_a_taken_address_is_told_to_its_reader_alone(somebody: Somebody, newcomer: Callable[..., Somebody]) -> None:
    mail = new_mail()
    newcomer(mail=mail)
    session = somebody.session()
    with pytest.raises(CodeExpired):
        bind(somebody, session, mail, "000000")
    code = somebody.code(Purpose.MAIL, mail)
    with pytest.raises(MailTaken):
        bind(somebody, session, mail, code)
    assert somebody.stored == somebody.account


def test_of_bindings_at_once_none_is_half_done(somebody: Somebody) -> None:
    mails = [new_mail() for _ in range(4)]
    codes = [somebody.code(Purpose.MAIL, one) for one in mails]
    session = somebody.session()
    found = at_once(len(mails), lambda one: bind(somebody, session, mails[one], codes[one]))
    assert {type(one) for one in found} <= {Account, Changed}
    assert any(isinstance(one, Account) for one in found)
    accounts = somebody.parts.accounts()
    held = [one for one in mails if accounts.by_identifier(SYSTEM, one.reveal()) is not None]
    assert held == [somebody.stored.mail]


def test_an_outage_costs_no_code(somebody: Somebody) -> None:
    session, mail = somebody.session(), new_mail()
    code = somebody.code(Purpose.MAIL, mail)
    somebody.small.fault("tablestore", "PutRow", "error", code="OTSNoPermissionAccess", times=5)
    with pytest.raises(Unavailable):
        bind(somebody, session, mail, code)
    somebody.small.cloud.faults.clear()
    assert bind(somebody, session, mail, code).mail == mail
    with pytest.raises(CodeExpired):
        bind(somebody, session, mail, code)
