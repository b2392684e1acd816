"""Accounts: found by what they hold, one holder an identifier, nothing left behind that blocks."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from menjin.accounts.account import Account
from menjin.accounts.failures import MailTaken, NameTaken, PhoneTaken
from menjin.failures import Changed, Failure, Unavailable
from menjin.gateways.tablestore.accounts import TablestoreAccounts
from menjin.gateways.tablestore.connection import Tablestore
from tests.gateways.tablestore.people import FULL, PATIENCE_S, an_account


def change_hash(accounts: TablestoreAccounts, account: Account, password_hash: str) -> Account:
    return accounts.change(account, replace(account, password_hash=password_hash))


@pytest.fixture
def accounts(tablestore: Tablestore) -> TablestoreAccounts:
    return TablestoreAccounts(tablestore)


def test_an_account_is_found_by_number_and_by_every_identifier(accounts: TablestoreAccounts) -> None:
    account = an_account(*FULL)
    accounts.add(account)
    assert accounts.by_id("qqsl", account.id) == account
    for identifier in ("13800138000", "li-lei", "li@example.com"):
        assert accounts.by_identifier("qqsl", identifier) == account


def test_an_account_may_hold_a_phone_alone(accounts: TablestoreAccounts) -> None:
    account = replace(an_account(), password_hash=None)
    accounts.add(account)
    assert accounts.by_identifier("qqsl", "13800138000") == account


@pytest.mark.parametrize(
    "identifier", ["13900139000", "", "x" * 5000, "\ud800", "a\x00b", "qqsl:13800138000", "门禁", "sha256:00"]
)
def test_what_nobody_holds_finds_nobody(accounts: TablestoreAccounts, identifier: str) -> None:
    accounts.add(an_account())
    assert accounts.by_identifier("qqsl", identifier) is None


def test_an_unknown_number_finds_nobody(accounts: TablestoreAccounts) -> None:
    assert accounts.by_id("qqsl", 10**15) is None
    assert accounts.by_id("qqsl", -1) is None


@pytest.mark.parametrize(
    ("second", "failure"),
    [
        (("13800138000", "Other", "other@example.com"), PhoneTaken),
        (("13900139000", "LI-LEI", None), NameTaken),
        (("13900139000", "Other", "li@example.com"), MailTaken),
    ],
)
def test_a_taken_identifier_is_named_and_nothing_else_stays_taken(
    accounts: TablestoreAccounts, second: tuple[Any, ...], failure: type[Failure]
) -> None:
    first = an_account(*FULL)
    accounts.add(first)
    loser = an_account(*second)
    with pytest.raises(failure):
        accounts.add(loser)
    assert accounts.by_id("qqsl", loser.id) is None
    accounts.add(an_account("13900139000", "Other", "other@example.com"))
    assert accounts.by_identifier("qqsl", "13800138000") == first


def test_systems_share_nothing(accounts: TablestoreAccounts) -> None:
    here, there = an_account(*FULL), an_account(*FULL, system="platform")
    accounts.add(here)
    assert accounts.by_identifier("platform", "13800138000") is None
    assert accounts.by_id("platform", here.id) is None
    accounts.add(there)
    assert accounts.by_identifier("qqsl", "li-lei") == here
    assert accounts.by_identifier("platform", "li-lei") == there


def test_adding_the_same_account_again_changes_nothing(accounts: TablestoreAccounts) -> None:
    account = an_account(*FULL)
    accounts.add(account)
    changed = change_hash(accounts, account, "$argon2id$y")
    accounts.add(account)
    assert accounts.by_id("qqsl", account.id) == changed


def test_another_account_of_the_same_number_is_not_opened(accounts: TablestoreAccounts, rows: Any) -> None:
    account = an_account()
    accounts.add(account)
    with pytest.raises(Unavailable) as caught:
        accounts.add(replace(an_account("13900139000"), id=account.id))
    assert caught.value.happened is False
    assert accounts.by_id("qqsl", account.id) == account
    assert [row["ident"] for row in rows("ident")] == ["qqsl:13800138000"]


def test_a_new_password_hash_needs_the_account_as_it_is(accounts: TablestoreAccounts) -> None:
    account = an_account(*FULL)
    accounts.add(account)
    changed = change_hash(accounts, account, "$argon2id$y")
    assert changed == replace(account, password_hash="$argon2id$y", version=2)
    assert accounts.by_id("qqsl", account.id) == changed
    with pytest.raises(Changed):
        change_hash(accounts, account, "$argon2id$z")
    with pytest.raises(Changed):
        change_hash(accounts, an_account("13900139000"), "$argon2id$z")


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_a_password_change_whose_answer_is_lost_happens_once(
    accounts: TablestoreAccounts, fault: Callable[..., None], kind: str
) -> None:
    account = an_account()
    accounts.add(account)
    fault("UpdateRow", kind, code="OTSTimeout")
    assert change_hash(accounts, account, "$argon2id$y").version == 2
    assert accounts.by_id("qqsl", account.id) == replace(account, password_hash="$argon2id$y", version=2)


def test_a_login_is_noted_and_disturbs_no_other_change(accounts: TablestoreAccounts) -> None:
    account = an_account()
    accounts.add(account)
    accounts.record_login(account, 1_800_000_000_000)
    assert accounts.by_id("qqsl", account.id) == replace(account, last_login_at=1_800_000_000_000)
    assert change_hash(accounts, account, "$argon2id$y").version == 2


def test_a_login_that_cannot_be_noted_fails_nobody(accounts: TablestoreAccounts, fault: Callable[..., None]) -> None:
    account = an_account()
    accounts.record_login(account, 1)
    assert accounts.by_id("qqsl", account.id) is None
    accounts.add(account)
    fault("*", "drop", times=9)
    accounts.record_login(account, 1)


# Races


def test_64_registrations_of_one_phone_end_with_one_account(
    connect: Callable[[], Tablestore], parallel: Callable[..., list[Any]], rows: Callable[..., list[dict[str, Any]]]
) -> None:
    stores = [TablestoreAccounts(connect_one) for connect_one in [connect() for _ in range(4)]]
    candidates = [an_account("13800138000", f"name-{number}") for number in range(64)]
    results = parallel(
        [lambda one=one, store=stores[number % 4]: store.add(one) for number, one in enumerate(candidates)]
    )
    winners = [one for one, result in zip(candidates, results, strict=True) if result is None]
    assert len(winners) == 1
    assert {type(result) for result in results if result is not None} == {PhoneTaken}
    assert stores[0].by_identifier("qqsl", "13800138000") == winners[0]
    assert len(rows("account")) == 1
    assert sorted(row["ident"] for row in rows("ident")) == sorted(
        ["qqsl:13800138000", f"qqsl:{winners[0].name and winners[0].name.identifier}"]
    )


def test_colliding_names_phones_and_mails_never_have_two_holders(
    connect: Callable[[], Tablestore], parallel: Callable[..., list[Any]], rows: Callable[..., list[dict[str, Any]]]
) -> None:
    stores = [TablestoreAccounts(connect()) for _ in range(4)]
    candidates = [
        an_account(f"1380013800{number % 7}", f"name-{number % 5}", f"m{number % 3}@example.com")
        for number in range(48)
    ]
    results = parallel(
        [lambda one=one, store=stores[number % 4]: store.add(one) for number, one in enumerate(candidates)]
    )
    winners = [one for one, result in zip(candidates, results, strict=True) if result is None]
    assert winners
    held = [identifier.identifier for winner in winners for identifier in winner.identifiers]
    assert len(held) == len(set(held)) == len(rows("ident"))
    assert len(rows("account")) == len(winners)
    assert all(isinstance(result, PhoneTaken | NameTaken | MailTaken | None) for result in results)


def test_of_many_password_changes_on_one_version_one_happens(
    accounts: TablestoreAccounts, parallel: Callable[..., list[Any]]
) -> None:
    account = an_account()
    accounts.add(account)
    results = parallel([lambda n=number: change_hash(accounts, account, f"hash-{n}") for number in range(16)])
    (winner,) = [result for result in results if isinstance(result, Account)]
    assert accounts.by_id("qqsl", account.id) == winner
    assert sum(isinstance(result, Changed) for result in results) == 15


# Crashes and lost answers

STEPS_OF_ADD = 7  # three claims, the record, three confirmations


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("step", range(STEPS_OF_ADD))
def test_after_a_crash_the_next_registrant_or_the_sweep_settles_it(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
    rows: Callable[..., list[dict[str, Any]]],
    step: int,
    answered: bool,
) -> None:
    account = an_account(*FULL)
    with pytest.raises(crash):
        TablestoreAccounts(crashing(step, answered=answered)).add(account)
    opened = step > 3 or (step == 3 and answered)
    assert accounts.by_id("qqsl", account.id) == (account if opened else None)
    assert accounts.by_identifier("qqsl", "li-lei") == (account if opened else None)

    cloud.clock.advance(PATIENCE_S)
    successor = an_account(*FULL)
    if opened:
        with pytest.raises(PhoneTaken):
            accounts.add(successor)
        accounts.sweep()
        assert accounts.by_identifier("qqsl", "li@example.com") == account
        assert {row["state"] for row in rows("ident")} == {"ok"}
    else:
        accounts.add(successor)
        for identifier in ("13800138000", "li-lei", "li@example.com"):
            assert accounts.by_identifier("qqsl", identifier) == successor
    assert len(rows("ident")) == 3
    assert sum(row["state"] == "active" for row in rows("account")) == 1


@pytest.mark.parametrize("step", range(STEPS_OF_ADD))
def test_the_sweep_alone_leaves_no_pending_claim(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
    rows: Callable[..., list[dict[str, Any]]],
    step: int,
) -> None:
    with pytest.raises(crash):
        TablestoreAccounts(crashing(step, answered=True)).add(an_account(*FULL))
    accounts.sweep()
    assert accounts.sweep() == 0  # too young to judge
    cloud.clock.advance(PATIENCE_S)
    accounts.sweep()
    assert {row["state"] for row in rows("ident")} <= {"ok"}
    assert len(rows("ident")) == (3 if step >= 3 else 0)
    assert accounts.sweep() == 0


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("step", range(8))
def test_a_loser_who_crashes_blocks_nobody(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
    step: int,
    answered: bool,
) -> None:
    """Calls of the loser: claim phone, claim name, look at the name's claim and its account twice over, release."""
    accounts.add(an_account("13900139000", "Li-Lei"))
    with suppress(crash, NameTaken):
        TablestoreAccounts(crashing(step, answered=answered)).add(an_account("13800138000", "Li-Lei"))
    cloud.clock.advance(PATIENCE_S)
    successor = an_account("13800138000")
    accounts.add(successor)
    assert accounts.by_identifier("qqsl", "13800138000") == successor


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("step", range(8))
def test_a_taker_who_crashes_while_settling_blocks_nobody(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
    step: int,
    answered: bool,
) -> None:
    with pytest.raises(crash):
        TablestoreAccounts(crashing(0, answered=True)).add(an_account())
    cloud.clock.advance(PATIENCE_S)
    middle = an_account()
    with suppress(crash):
        TablestoreAccounts(crashing(step, answered=answered)).add(middle)
    cloud.clock.advance(PATIENCE_S)
    last = an_account()
    holder = accounts.by_identifier("qqsl", "13800138000")
    if holder is None:
        accounts.add(last)
        assert accounts.by_identifier("qqsl", "13800138000") == last
        assert accounts.by_id("qqsl", middle.id) is None
    else:
        assert holder == middle
        with pytest.raises(PhoneTaken):
            accounts.add(last)


def test_a_slow_registrant_who_was_given_up_cannot_finish(
    cloud: Any, connect: Callable[[], Tablestore], accounts: TablestoreAccounts
) -> None:
    """It claims, sleeps past its time, is overtaken, wakes up and commits: too late."""
    slow, real, fast = connect(), connect().client, an_account()

    class Sleeping:
        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def put_row(self, table: str, *arguments: Any) -> Any:
            if table == "account" and accounts.by_identifier("qqsl", "13800138000") is None:
                cloud.clock.advance(PATIENCE_S)
                accounts.add(fast)
            return real.put_row(table, *arguments)

    slow._client = Sleeping()
    loser = an_account("13800138000", "Li-Lei")
    with pytest.raises(Unavailable) as caught:
        TablestoreAccounts(slow).add(loser)
    assert caught.value.happened is False
    assert accounts.by_id("qqsl", loser.id) is None
    assert accounts.by_identifier("qqsl", "13800138000") == fast
    accounts.add(an_account("13900139000", "Li-Lei"))


def test_of_two_who_take_a_claim_over_one_gets_it(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    meddled: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
) -> None:
    with pytest.raises(crash):
        TablestoreAccounts(crashing(0, answered=True)).add(an_account())
    cloud.clock.advance(PATIENCE_S)
    fast = an_account()
    slow = TablestoreAccounts(meddled("put_row", "ident", lambda: accounts.add(fast), skip=1))
    with pytest.raises(PhoneTaken):
        slow.add(an_account())
    assert accounts.by_identifier("qqsl", "13800138000") == fast


def test_who_commits_just_before_the_fence_keeps_the_identifier(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    meddled: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
) -> None:
    slow = an_account()
    with pytest.raises(crash):
        TablestoreAccounts(crashing(0, answered=True)).add(slow)
    cloud.clock.advance(PATIENCE_S)
    taker = TablestoreAccounts(meddled("put_row", "account", lambda: accounts._open(slow)))
    with pytest.raises(PhoneTaken):
        taker.add(an_account())
    assert accounts.by_identifier("qqsl", "13800138000") == slow


def test_the_sweep_removes_no_claim_that_was_taken_over_meanwhile(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    meddled: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
) -> None:
    with pytest.raises(crash):
        TablestoreAccounts(crashing(0, answered=True)).add(an_account())
    cloud.clock.advance(PATIENCE_S)
    fast = an_account()
    assert TablestoreAccounts(meddled("delete_row", "ident", lambda: accounts.add(fast))).sweep() == 0
    assert accounts.by_identifier("qqsl", "13800138000") == fast


def test_a_claim_of_an_open_account_is_worth_nothing_until_its_record_lists_it(
    cloud: Any, accounts: TablestoreAccounts
) -> None:
    """As when an account changes its name and crashes between claim and commit."""
    account = an_account()
    accounts.add(account)
    assert accounts._claims["ident"].claim("qqsl:li-lei", f"qqsl:{account.id}", account.version)
    assert accounts.by_identifier("qqsl", "li-lei") is None
    with pytest.raises(NameTaken):
        accounts.add(an_account("13900139000", "Li-Lei"))
    cloud.clock.advance(PATIENCE_S)
    successor = an_account("13900139000", "Li-Lei")
    accounts.add(successor)
    assert accounts.by_identifier("qqsl", "li-lei") == successor
    with pytest.raises(Changed):
        change_hash(accounts, account, "a commit that comes too late")
    assert accounts.by_id("qqsl", account.id) == replace(account, version=2)


def test_a_young_claim_keeps_others_out(
    crashing: Callable[..., Tablestore], crash: type[BaseException], accounts: TablestoreAccounts
) -> None:
    with pytest.raises(crash):
        TablestoreAccounts(crashing(0, answered=True)).add(an_account())
    with pytest.raises(PhoneTaken):
        accounts.add(an_account())


def test_without_any_patience_and_with_many_crashes_nobody_holds_anything_twice(
    connect: Callable[[], Tablestore],
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    parallel: Callable[..., list[Any]],
    rows: Callable[..., list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Everybody fences everybody at once, and a third of the registrants die on the way."""
    monkeypatch.setattr("menjin.gateways.tablestore.claims.PATIENCE", 0)
    winners: list[Account] = []

    def register(worker: int) -> None:
        dice = random.Random(worker)
        steady = connect()
        for _ in range(20):
            phone, name, mail = (dice.randrange(count) for count in (30, 12, 12))
            account = an_account(f"138001380{phone:02}", f"name-{name}", f"m{mail}@example.com")
            dies = dice.random() < 1 / 3
            tablestore = crashing(dice.randrange(8), answered=dice.random() < 0.5) if dies else steady
            try:
                TablestoreAccounts(tablestore).add(account)
                winners.append(account)
            except (crash, Failure):
                continue

    assert parallel([partial(register, worker) for worker in range(8)]) == [None] * 8
    accounts = TablestoreAccounts(connect())
    accounts.sweep()
    opened = [accounts.by_id("qqsl", int(row["account"][5:])) for row in rows("account") if row["state"] == "active"]
    held = [(account, one.identifier) for account in opened if account for one in account.identifiers]
    assert len({identifier for _, identifier in held}) == len(held)
    assert all(accounts.by_identifier("qqsl", identifier) == account for account, identifier in held)
    assert winners
    assert all(winner in opened for winner in winners)
    assert {row["ident"] for row in rows("ident")} == {f"qqsl:{identifier}" for _, identifier in held}
    assert accounts.sweep() == 0


@pytest.mark.parametrize("kind", ["drop", "error"])
@pytest.mark.parametrize("skip", range(3))
def test_a_lost_answer_while_adding_does_no_harm(
    accounts: TablestoreAccounts, fault: Callable[..., None], kind: str, skip: int
) -> None:
    account = an_account("13800138000", "Li-Lei")
    fault("PutRow", kind, code="OTSTimeout", skip=skip)
    accounts.add(account)
    assert accounts.by_identifier("qqsl", "li-lei") == account
    with pytest.raises(PhoneTaken):
        accounts.add(an_account())


def test_64_registrations_over_a_bad_line_end_with_at_most_one_account(
    accounts: TablestoreAccounts, parallel: Callable[..., list[Any]], fault: Callable[..., None], cloud: Any, rows: Any
) -> None:
    for skip in range(0, 64, 4):
        fault("PutRow", "drop", skip=skip)
        fault("*", "error", code="OTSServerUnavailable", skip=skip)
    candidates = [an_account() for _ in range(64)]
    results = parallel([lambda one=one: accounts.add(one) for one in candidates])
    active = [row for row in rows("account") if row["state"] == "active"]
    assert len(active) <= 1
    opened = [one for one, result in zip(candidates, results, strict=True) if result is None]
    assert len(opened) <= len(active)
    cloud.faults.clear()
    cloud.clock.advance(PATIENCE_S)
    if not active:
        accounts.add(an_account())
    assert accounts.by_identifier("qqsl", "13800138000") is not None


def test_an_outage_before_the_record_says_that_nothing_happened(
    accounts: TablestoreAccounts, fault: Callable[..., None], cloud: Any
) -> None:
    account = an_account("13800138000", "Li-Lei")
    fault("PutRow", "error", code="OTSTimeout", skip=1, times=9)
    with pytest.raises(Unavailable) as caught:
        accounts.add(account)
    assert caught.value.happened is False
    cloud.faults.clear()
    accounts.add(an_account("13800138000", "Li-Lei"))  # at once: nothing is left to wait for


def test_an_outage_at_a_claim_that_may_have_been_made_leaves_nothing_to_wait_for(
    accounts: TablestoreAccounts, fault: Callable[..., None], cloud: Any
) -> None:
    fault("PutRow", "drop", skip=1)
    fault("GetRow", "error", code="OTSServerUnavailable", times=3)
    with pytest.raises(Unavailable) as caught:
        accounts.add(an_account("13800138000", "Li-Lei"))
    assert caught.value.happened is False
    cloud.faults.clear()
    accounts.add(an_account("13900139000", "Li-Lei"))


def test_a_repetition_that_cannot_see_the_record_does_not_give_its_claims_away(
    accounts: TablestoreAccounts, fault: Callable[..., None], cloud: Any
) -> None:
    account = an_account()
    accounts.add(account)
    fault("GetRow", "error", code="OTSServerUnavailable", skip=1, times=3)
    with pytest.raises(Unavailable) as caught:
        accounts.add(account)
    assert caught.value.happened is None
    cloud.faults.clear()
    assert accounts.by_identifier("qqsl", "13800138000") == account


@pytest.mark.parametrize("skip", range(6))
def test_a_repetition_that_fails_takes_an_open_account_nothing_away(
    accounts: TablestoreAccounts, fault: Callable[..., None], cloud: Any, rows: Callable[..., Any], skip: int
) -> None:
    account = an_account(*FULL)
    accounts.add(account)
    fault("PutRow", "error", code="OTSServerUnavailable", skip=skip, times=30)
    with pytest.raises(Unavailable):
        accounts.add(account)
    cloud.faults.clear()
    cloud.clock.advance(PATIENCE_S)
    assert len(rows("ident")) == 3
    for identifier in ("13800138000", "li-lei", "li@example.com"):
        assert accounts.by_identifier("qqsl", identifier) == account


def test_an_outage_at_the_record_says_that_nobody_knows(
    accounts: TablestoreAccounts, fault: Callable[..., None], cloud: Any
) -> None:
    account = an_account()
    fault("PutRow", "drop", skip=1)
    fault("GetRow", "error", code="OTSServerUnavailable", times=9)
    with pytest.raises(Unavailable) as caught:
        accounts.add(account)
    assert caught.value.happened is None
    cloud.faults.clear()
    assert accounts.by_identifier("qqsl", "13800138000") == account


def test_an_outage_after_the_record_does_not_undo_it(accounts: TablestoreAccounts, fault: Callable[..., None]) -> None:
    account = an_account(*FULL)
    fault("UpdateRow", "error", code="OTSServerBusy", times=99)
    accounts.add(account)
    assert accounts.by_identifier("qqsl", "li-lei") == account
