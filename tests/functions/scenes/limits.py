"""Limits that are reached, settings of other deployments, and other requests that were faster."""

from __future__ import annotations

from menjin.accounts.attempts import FREE_FAILURES, MAX_FAILURES
from menjin.codes.code import Purpose
from menjin.values.phone_number import PhoneNumber
from tests.functions.scenes.made import HERE
from tests.functions.scenes.proofs import Proofs
from tests.product import new_phone


class Limits(Proofs):
    """What keeps a request from what it asks for."""

    def _fail(self, who: str, times: int) -> None:
        """Guess wrongly: ``who`` is the name of the count, the account's number at most."""
        for ticket in map(str, range(times)):
            self.parts.attempts.begin(self.system, who, HERE, ticket, proved=True)
            self.parts.attempts.fail(self.system, who, HERE, ticket)

    def _given_budget_spent(self) -> None:
        self._send(Purpose.PHONE, PhoneNumber(new_phone()))
        self._settings(CODE_BUDGET_PER_DAY="1")

    def _given_limits_reached(self) -> None:
        self._draw(self["mark"])
        self.parts.look_ups.take(self.system, HERE)
        self._fail(new_phone(), 1)
        limits = ("CAPTCHA_PER_ADDRESS_HOUR", "LOGIN_FAILURES_PER_ADDRESS_HOUR", "LOOKUPS_PER_ADDRESS_HOUR")
        self._settings(**dict.fromkeys(limits, "1"))

    def _given_failed_often(self) -> None:
        self._fail(str(self["account"]), FREE_FAILURES + 1)

    def _given_locked(self) -> None:
        self._fail(str(self["account"]), MAX_FAILURES + 1)

    def _given_locked_by_code(self) -> None:
        self._fail(f"{self['account']}/code", MAX_FAILURES + 1)

    def _given_locked_inside(self) -> None:
        self._fail(f"{self['account']}/present", MAX_FAILURES + 1)

    def _given_digest_failed_often(self) -> None:
        self._fail(str(self["digest_account"]), FREE_FAILURES + 1)

    def _given_digest_locked(self) -> None:
        self._fail(str(self["digest_account"]), MAX_FAILURES + 1)

    def _given_mark_failed_often(self) -> None:
        for _ in range(FREE_FAILURES + 1):
            self.parts.attempts.note(self.system, self["mark"])

    def _given_sending_off(self) -> None:
        self._settings(SEND_WITHOUT_CAPTCHA="off")

    def _given_code_demanded(self) -> None:
        self._settings(REGISTER_WITHOUT_CODE="off")

    # Between the reading of a record and its writing. Everything else is made before.

    def _given_overtaken(self) -> None:
        self._at_last.append(lambda: self._lose("PutRow"))

    def _given_account_overtaken(self) -> None:
        # The first write may be a note that nothing depends on; the record's own is among the first two.
        self._at_last.append(lambda: self._lose("UpdateRow", times=2))

    def _lose(self, operation: str, **more: int) -> None:
        self.here.fault(service="tablestore", operation=operation, kind="error", code="OTSConditionCheckFail", **more)
