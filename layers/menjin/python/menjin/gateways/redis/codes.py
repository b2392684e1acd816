"""Codes in Redis: ``{system}:sms:…`` (document A), as keyed hashes under keyed hashes of their recipients."""

from __future__ import annotations

from dataclasses import dataclass

from menjin.codes.code import LIFETIME_S, MAX_WRONG, Purpose, Recipient
from menjin.codes.failures import BudgetSpent, CodeExpired, CodeWrong, SendingOff
from menjin.failures import TooOften
from menjin.gateways.redis.connection import Redis


@dataclass(frozen=True)
class CodeLimits:
    """How many messages: to one recipient (rolling), for one address, for one system.

    An address has one count; what nothing guards is refused earlier in it, or altogether (None).
    """

    per_minute: int
    per_hour: int
    per_day: int
    per_address_hour: int
    per_address_hour_unguarded: int | None
    budget_per_day: int

    def of_address(self, guarded: bool) -> int:
        """How many an address may ask for within an hour; SendingOff if nothing unguarded is sent."""
        if guarded:
            return self.per_address_hour
        if self.per_address_hour_unguarded is None:
            raise SendingOff
        return min(self.per_address_hour, self.per_address_hour_unguarded)


class RedisCodes:
    """Implements ``codes.code.Codes``."""

    def __init__(self, redis: Redis, limits: CodeLimits) -> None:
        self._redis, self._limits = redis, limits

    def issue(
        self,
        system: str,
        purpose: Purpose,
        recipient: Recipient,
        code: str,
        address: str,
        now: int,
        *,
        guarded: bool,
    ) -> None:
        """See the port."""
        limits, hashed = self._limits, self._hash(system, purpose, recipient, code)
        outcome, wait = self._redis.run(
            "code_issue",
            self._keys(system, purpose, recipient, address),
            hashed,
            _mark(hashed, now),
            LIFETIME_S,
            now,
            limits.per_minute,
            limits.per_hour,
            limits.per_day,
            limits.of_address(guarded),
            limits.budget_per_day,
        )
        if outcome == "budget":
            raise BudgetSpent(int(wait))
        if outcome != "sent":
            raise TooOften(int(wait))

    def withdraw(self, system: str, purpose: Purpose, recipient: Recipient, code: str, address: str, now: int) -> None:
        """See the port."""
        hashed = self._hash(system, purpose, recipient, code)
        self._redis.run("code_withdraw", self._keys(system, purpose, recipient, address), hashed, _mark(hashed, now))

    def check(self, system: str, purpose: Purpose, recipient: Recipient, code: str) -> None:
        """See the port."""
        self._try(system, purpose, recipient, code, "")

    def redeem(self, system: str, purpose: Purpose, recipient: Recipient, code: str, ticket: str) -> None:
        """See the port."""
        self._try(system, purpose, recipient, code, ticket)

    def give_back(self, system: str, purpose: Purpose, recipient: Recipient, ticket: str) -> None:
        """See the port."""
        self._redis.run("code_give_back", [self._key(system, purpose, recipient)], ticket)

    def _try(self, system: str, purpose: Purpose, recipient: Recipient, code: str, ticket: str) -> None:
        hashed = self._hash(system, purpose, recipient, code)
        outcome = self._redis.run("code_redeem", [self._key(system, purpose, recipient)], hashed, MAX_WRONG, ticket)
        if outcome != "right":
            raise CodeWrong if outcome == "wrong" else CodeExpired

    def _key(self, system: str, purpose: Purpose, recipient: Recipient) -> str:
        return f"{system}:sms:{purpose.value}:{self._redis.digest(recipient.identifier)}"

    def _keys(self, system: str, purpose: Purpose, recipient: Recipient, address: str) -> list[str]:
        return [
            self._key(system, purpose, recipient),
            f"{system}:sms:sent:{self._redis.digest(recipient.identifier)}",
            f"{system}:limit:sms:{self._redis.digest(address)}",
            f"{system}:limit:sms:budget",
        ]

    def _hash(self, system: str, purpose: Purpose, recipient: Recipient, code: str) -> str:
        return self._redis.digest(system, purpose.value, recipient.identifier, code)


def _mark(hashed: str, now: int) -> str:
    """One issue among those to a recipient: two may be made within a millisecond."""
    return f"{now}:{hashed}"
