"""Single sign-on: another system's session opens one here, where the deployment allows the passage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from menjin.accounts.account import Account, new_id
from menjin.accounts.failures import NoSuchAccount
from menjin.accounts.pass_over import pass_over
from menjin.accounts.signed_in import SignedIn
from menjin.clock import MINUTE, now
from menjin.failures import Forbidden, NotSignedIn
from menjin.sessions.close import close_session
from menjin.sessions.open import open_session
from menjin.sessions.read import read_session
from menjin.wiring import accounts as wiring
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import SYSTEM

THERE = "upstream"


def token_of(services: wiring.SigningIn, account: Account) -> str:
    return open_session(services.sessions, system=account.system, account_id=account.id, now=now())


def pass_to(services: wiring.SigningIn, token: str, *pairs: tuple[str, str]) -> SignedIn:
    return pass_over(
        services.accounts, services.sessions, pairs or [(SYSTEM, THERE)], system=THERE, token=token, now=now()
    )


@pytest.fixture
def elsewhere(signing_in: wiring.SigningIn, account: Account) -> Account:
    """The same person's account of the other system."""
    other = replace(account, system=THERE, id=new_id(), name=None, mail=None)
    signing_in.accounts.add(other)
    return other


def test_the_same_person_is_found_by_the_phone(
    signing_in: wiring.SigningIn, account: Account, elsewhere: Account
) -> None:
    opened = pass_to(signing_in, token_of(signing_in, account))
    assert opened.account.id == elsewhere.id
    assert read_session(signing_in.sessions, THERE, opened.token).account_id == elsewhere.id


def test_the_passage_makes_nobody_fresh(
    small: SmallCloud, signing_in: wiring.SigningIn, account: Account, elsewhere: Account
) -> None:
    token = token_of(signing_in, account)
    small.cloud.advance(11 * MINUTE / 1000)
    session = read_session(signing_in.sessions, THERE, pass_to(signing_in, token).token)
    assert session.account_id == elsewhere.id
    assert not session.fresh(now())


def test_passages_to_and_fro_do_not_lengthen_a_session(
    small: SmallCloud, signing_in: wiring.SigningIn, account: Account, elsewhere: Account
) -> None:
    token = token_of(signing_in, account)
    first = read_session(signing_in.sessions, SYSTEM, token)
    small.cloud.advance(11 * MINUTE / 1000)
    there = pass_to(signing_in, token)
    assert there.account.id == elsewhere.id
    back = pass_over(
        signing_in.accounts, signing_in.sessions, [(THERE, SYSTEM)], system=SYSTEM, token=there.token, now=now()
    )
    assert read_session(signing_in.sessions, SYSTEM, back.token).expires_at == first.expires_at


def test_whom_the_other_system_does_not_know(signing_in: wiring.SigningIn, account: Account) -> None:
    with pytest.raises(NoSuchAccount):
        pass_to(signing_in, token_of(signing_in, account))


def test_only_along_a_passage_and_in_its_direction(
    signing_in: wiring.SigningIn, account: Account, elsewhere: Account
) -> None:
    token = token_of(signing_in, account)
    for pairs in ([("qqsl", THERE)], [(THERE, SYSTEM)], [(SYSTEM, "capital")]):
        with pytest.raises(Forbidden):
            pass_to(signing_in, token, *pairs)
    with pytest.raises(Forbidden):
        pass_to(signing_in, token_of(signing_in, elsewhere))


def test_an_ended_session_or_nonsense_opens_nothing(
    signing_in: wiring.SigningIn, account: Account, elsewhere: Account
) -> None:
    token = token_of(signing_in, account)
    close_session(signing_in.sessions, read_session(signing_in.sessions, SYSTEM, token), now=now())
    with pytest.raises(NotSignedIn):
        pass_to(signing_in, token)
    with pytest.raises(NotSignedIn):
        pass_to(signing_in, token_of(signing_in, account)[:-4])
    for one in ("", "a.b.c", "令牌"):
        with pytest.raises(Forbidden):
            pass_to(signing_in, one)
    assert elsewhere.system == THERE


@pytest.mark.parametrize("there", [False, True], ids=["here", "there"])
def test_a_phone_that_nobody_proved_is_no_bridge(
    signing_in: wiring.SigningIn, account: Account, elsewhere: Account, *, there: bool
) -> None:
    unproved = account if there else elsewhere
    signing_in.accounts.change(unproved, replace(unproved, phone_proved=False))
    with pytest.raises(Forbidden):
        pass_to(signing_in, token_of(signing_in, account))
