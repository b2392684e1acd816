"""Sign in as a WeChat user, and bind one."""

from __future__ import annotations

import json
from dataclasses import replace

from menjin.accounts.account import Account, Accounts
from menjin.accounts.failures import WechatUnbound
from menjin.accounts.signed_in import SignedIn, sign_in
from menjin.accounts.wechat import Wechat
from menjin.codes.flows import Flows
from menjin.sessions.session import Sessions

ABOUT = "wechat"
"""What the flow is about that remembers a WeChat user nobody is bound to."""


def log_in_by_wechat(
    accounts: Accounts, flows: Flows, sessions: Sessions, wechat: Wechat, *, system: str, code: str, now: int
) -> SignedIn:
    """Sign in the account that the WeChat user who came back with ``code`` is bound to.

    WechatUnbound names the flow that remembers who it was, if there is no such account; Malformed for a code that
    WeChat does not take.
    """
    user = wechat.user(code)
    account = accounts.by_openid(system, user.openid)
    if account is None:
        raise WechatUnbound(system, flows.begin(system, ABOUT, json.dumps([user.openid, user.nickname])))
    return sign_in(accounts, sessions, account, now, still=lambda latest: latest.openid == user.openid)


def bind_wechat(accounts: Accounts, flows: Flows, signed_in: SignedIn, *, flow: str | None) -> SignedIn:
    """Bind the WeChat user whom the flow remembers, if it does, in place of an earlier one.

    OpenidTaken if another account has been bound to that user meanwhile; Changed.
    """
    account = signed_in.account
    remembered = flows.subject(account.system, flow, ABOUT)
    if flow is None or remembered is None:
        return signed_in
    bound = _bound(accounts, account, *json.loads(remembered))
    flows.end(account.system, flow)
    return replace(signed_in, account=bound)


def _bound(accounts: Accounts, account: Account, openid: str, nickname: str | None) -> Account:
    if account.openid == openid:
        return account
    return accounts.change(account, replace(account, openid=openid, nickname=nickname))
