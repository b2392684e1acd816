"""Sign in with a secret, from a device that the account knows (document B's web login)."""

from __future__ import annotations

import hashlib

from menjin.accounts.account import Account, Accounts
from menjin.accounts.attempts import Attempts
from menjin.accounts.devices import Devices
from menjin.accounts.failures import CodeRequired, NoSuchAccount, WrongCredentials
from menjin.accounts.log_in import sign_in_by_secret
from menjin.accounts.signed_in import SignedIn
from menjin.accounts.verify import verify, whose, with_code
from menjin.codes.code import Codes, Purpose, Recipient
from menjin.codes.spend import spent
from menjin.sessions.session import Sessions
from menjin.values.secret import Secret


def log_in_on_device(
    accounts: Accounts,
    attempts: Attempts,
    devices: Devices,
    sessions: Sessions,
    *,
    system: str,
    identifier: str,
    secret: Secret,
    device: str | None,
    address: str,
    now: int,
) -> SignedIn:
    """Sign in if the secret is right and the device known.

    Failures from a known device are counted for it alone, so nobody locks its owner out. NoSuchAccount,
    WrongCredentials; CodeRequired for the right secret on another device, and after several failures; AccountLocked,
    TooOften.
    """
    account = accounts.by_identifier(system, identifier)
    known = account is not None and device is not None and devices.knows(account, device)
    try:
        right = verify(
            attempts,
            sessions,
            _code_required,
            system=system,
            account=account,
            who=_on_device(account, device) if account and device and known else whose(account, identifier),
            secret=secret,
            address=address,
            completes=known,
        )
    except WrongCredentials:
        if account is None:
            raise NoSuchAccount from None
        raise
    if not known:
        raise CodeRequired
    return sign_in_by_secret(accounts, sessions, right, secret, now)


def log_in_with_code(
    accounts: Accounts,
    attempts: Attempts,
    codes: Codes,
    devices: Devices,
    sessions: Sessions,
    *,
    system: str,
    recipient: Recipient,
    secret: Secret,
    code: str,
    device: str | None,
    address: str,
    now: int,
) -> SignedIn:
    """Sign in with a secret and a code that was sent to ``recipient``; from then on the device is known.

    CodeWrong, CodeExpired; then WrongCredentials, AccountLocked: whoever holds the code guesses under a count of its
    own, so others' failures do not stand in the way. The code stays good until the secret is right. TooOften.
    """
    codes.check(system, Purpose.LOGIN, recipient, code)
    account = accounts.by_identifier(system, recipient.identifier)
    right = verify(
        attempts,
        sessions,
        _code_required,
        system=system,
        account=account,
        who=with_code(whose(account, recipient.identifier)),
        secret=secret,
        address=address,
        proved=True,
    )
    with spent(codes, system=system, purpose=Purpose.LOGIN, recipient=recipient, code=code):
        attempts.forget(system, str(right.id))
        if device is not None:
            devices.remember(right, device, now)
            attempts.forget(system, _on_device(right, device))
        return sign_in_by_secret(accounts, sessions, right, secret, now)


def _code_required() -> None:
    raise CodeRequired


def _on_device(account: Account, device: str) -> str:
    return f"{account.id}/device/{hashlib.sha256(device.encode('utf-8', 'replace')).hexdigest()}"
