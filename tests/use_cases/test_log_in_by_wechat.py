"""Signing in as a WeChat user: unknown at first, then bound, then known."""

from __future__ import annotations

import itertools
import json

import pytest

from menjin.accounts.account import Account
from menjin.accounts.failures import OpenidTaken, WechatUnbound
from menjin.accounts.log_in_by_wechat import ABOUT, bind_wechat, log_in_by_wechat
from menjin.accounts.signed_in import SignedIn
from menjin.clock import now
from menjin.failures import Malformed, Unavailable
from menjin.parts import Parts
from menjin.wiring import accounts as wiring
from tests.product import new_phone
from tests.small_cloud import SmallCloud, at_once
from tests.use_cases.conftest import SYSTEM, add_account, services

_CODES = itertools.count(int(new_phone()))


@pytest.fixture
def by_wechat(parts: Parts) -> wiring.SigningInByWechat:
    found: wiring.SigningInByWechat = services(wiring.signing_in_by_wechat, parts)
    return found


@pytest.fixture
def code() -> str:
    return f"openid-{next(_CODES)}"


def come_back(given: wiring.SigningInByWechat, code: str) -> SignedIn:
    return log_in_by_wechat(
        given.accounts, given.flows, given.sessions, given.wechat, system=SYSTEM, code=code, now=now()
    )


def flow_of(given: wiring.SigningInByWechat, code: str) -> str:
    """What the browser carries after WeChat's user was not known."""
    with pytest.raises(WechatUnbound) as unbound:
        come_back(given, code)
    return unbound.value.flow


def bind(given: wiring.SigningInByWechat, account: Account, flow: str | None) -> SignedIn:
    return bind_wechat(given.accounts, given.flows, SignedIn(account, "token"), flow=flow)


def test_bound_at_the_next_login(by_wechat: wiring.SigningInByWechat, account: Account, code: str) -> None:
    bound = bind(by_wechat, account, flow_of(by_wechat, code))
    assert bound.account.openid == code
    assert bound.account.nickname
    assert come_back(by_wechat, code).account.id == account.id
    assert code not in f"{bound!r}"


def test_a_flow_binds_once(by_wechat: wiring.SigningInByWechat, parts: Parts, account: Account, code: str) -> None:
    flow = flow_of(by_wechat, code)
    bind(by_wechat, account, flow)
    other = add_account(parts)
    assert bind(by_wechat, other, flow).account == other


@pytest.mark.parametrize("flow", [None, "", "no such flow"])
def test_without_a_flow_nothing_is_bound(
    by_wechat: wiring.SigningInByWechat, account: Account, flow: str | None
) -> None:
    assert bind(by_wechat, account, flow).account == account


def test_another_user_takes_the_place_of_the_first(
    by_wechat: wiring.SigningInByWechat, account: Account, code: str
) -> None:
    once = bind(by_wechat, account, flow_of(by_wechat, code)).account
    second = f"openid-{next(_CODES)}"
    bind(by_wechat, once, flow_of(by_wechat, second))
    assert come_back(by_wechat, second).account.id == account.id
    with pytest.raises(WechatUnbound):
        come_back(by_wechat, code)


def test_one_user_wanted_by_8_accounts_goes_to_one(
    by_wechat: wiring.SigningInByWechat, parts: Parts, code: str
) -> None:
    accounts = [add_account(parts) for _ in range(8)]
    flows = [flow_of(by_wechat, code) for _ in accounts]
    found = at_once(8, lambda index: bind(by_wechat, accounts[index], flows[index]))
    assert sorted(type(one).__name__ for one in found) == ["OpenidTaken"] * 7 + ["SignedIn"]
    holder = come_back(by_wechat, code).account
    assert holder.id in {one.id for one in accounts}
    with pytest.raises(OpenidTaken):
        bind(
            by_wechat,
            next(one for one in accounts if one.id != holder.id),
            by_wechat.flows.begin(SYSTEM, ABOUT, json.dumps([code, None])),
        )


def test_codes_that_wechat_does_not_take_and_outages(
    small: SmallCloud, by_wechat: wiring.SigningInByWechat, code: str
) -> None:
    with pytest.raises(Malformed):
        come_back(by_wechat, "no code of ours")
    small.fault("wechat", "access_token", "error")
    with pytest.raises(Unavailable):
        come_back(by_wechat, code)
