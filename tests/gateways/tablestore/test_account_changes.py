"""Changes of an account: new values claimed, old ones free at once, one writer a version, nothing left by a crash."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from menjin.accounts.account import Account
from menjin.accounts.failures import MailTaken, NameTaken, OpenidTaken, PhoneTaken
from menjin.failures import Changed, Failure, Unavailable
from menjin.gateways.tablestore.accounts import TablestoreAccounts
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.rows import Where
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.values.user_name import UserName
from tests.gateways.tablestore.people import FULL, PATIENCE_S, an_account

Rows = Callable[[str], list[dict[str, Any]]]
OPENID, OTHER_OPENID = "oAbC-1", "oAbC-2"
NEW: dict[str, Any] = {
    "phone": PhoneNumber("13900139000"),
    "name": UserName("Han-Meimei"),
    "mail": MailAddress("han@example.com"),
    "openid": OTHER_OPENID,
}


@pytest.fixture
def accounts(tablestore: Tablestore) -> TablestoreAccounts:
    return TablestoreAccounts(tablestore)


@pytest.fixture
def account(accounts: TablestoreAccounts) -> Account:
    """One that holds a value of every kind."""
    opened = replace(an_account(*FULL), openid=OPENID, nickname="小李", company="ABCDEFGHIJ")
    accounts.add(opened)
    return opened


def with_phone(account: Account, phone: str) -> Account:
    return replace(account, phone=PhoneNumber(phone))


def holder(accounts: TablestoreAccounts, what: str) -> Account | None:
    """Who is found by it, whatever it is."""
    return accounts.by_openid("qqsl", what) if what.startswith("oAbC") else accounts.by_identifier("qqsl", what)


def held(account: Account) -> list[str]:
    """All that it is found by."""
    return [one.identifier for one in account.identifiers] + ([account.openid] if account.openid else [])


def claims(rows: Rows) -> set[str]:
    """Everything claimed, without the system."""
    return {row[table].partition(":")[2] for table in ("ident", "openid") for row in rows(table)}


# One change


def test_everything_may_change_at_once(accounts: TablestoreAccounts, account: Account, rows: Rows) -> None:
    after = replace(account, **NEW, nickname="小韩", company="KLMNOPQRST", password_hash="$argon2id$y")
    changed = accounts.change(account, after)
    assert changed == replace(after, version=2)
    assert accounts.by_id("qqsl", account.id) == changed
    assert [holder(accounts, what) for what in held(after)] == [changed] * 4
    assert [holder(accounts, what) for what in held(account)] == [None] * 4
    assert claims(rows) == set(held(after))
    assert {row["state"] for table in ("ident", "openid") for row in rows(table)} == {"ok"}


def test_what_was_given_up_is_free_at_once(accounts: TablestoreAccounts, account: Account) -> None:
    accounts.change(account, replace(account, **NEW))
    successor = replace(an_account(*FULL), openid=OPENID)
    accounts.add(successor)
    assert [holder(accounts, what) for what in held(account)] == [successor] * 4


def test_what_is_optional_may_go(accounts: TablestoreAccounts, account: Account, rows: Rows) -> None:
    bare = replace(account, name=None, mail=None, openid=None, nickname=None, company=None, password_hash=None)
    changed = accounts.change(account, bare)
    assert accounts.by_id("qqsl", account.id) == changed == replace(bare, version=2)
    assert claims(rows) == {"13800138000"}


def test_a_change_of_something_else_touches_no_claim(
    accounts: TablestoreAccounts, account: Account, rows: Rows
) -> None:
    before = rows("ident"), rows("openid")
    accounts.change(account, replace(account, nickname="小韩"))
    assert (rows("ident"), rows("openid")) == before


def test_a_value_may_be_taken_back(accounts: TablestoreAccounts, account: Account, rows: Rows) -> None:
    changed = account
    for _ in range(3):
        changed = accounts.change(changed, replace(changed, **NEW))
        changed = accounts.change(changed, replace(account, version=changed.version))
    assert changed == replace(account, version=7)
    assert claims(rows) == set(held(account))


@pytest.mark.parametrize(
    ("part", "failure"),
    [("phone", PhoneTaken), ("name", NameTaken), ("mail", MailTaken), ("openid", OpenidTaken)],
)
def test_a_taken_value_is_named_and_nothing_else_changes(
    accounts: TablestoreAccounts, account: Account, rows: Rows, part: str, failure: type[Failure]
) -> None:
    other = replace(an_account("13700137000"), **{part: NEW[part]})
    accounts.add(other)
    before = claims(rows)
    with pytest.raises(failure):
        accounts.change(account, replace(account, **NEW))
    assert accounts.by_id("qqsl", account.id) == account
    assert accounts.by_id("qqsl", other.id) == other
    assert claims(rows) == before


def test_a_taken_openid_keeps_an_account_from_opening(accounts: TablestoreAccounts, account: Account) -> None:
    loser = replace(an_account("13700137000"), openid=OPENID)
    with pytest.raises(OpenidTaken):
        accounts.add(loser)
    assert accounts.by_id("qqsl", loser.id) is None
    accounts.add(an_account("13700137000"))
    assert accounts.by_openid("qqsl", OPENID) == account


def test_names_and_openids_do_not_get_in_each_others_way(accounts: TablestoreAccounts) -> None:
    named, bound = an_account("13800138000", "same"), replace(an_account("13900139000"), openid="same")
    accounts.add(named)
    accounts.add(bound)
    assert accounts.by_identifier("qqsl", "same") == named
    assert accounts.by_openid("qqsl", "same") == bound
    accounts.change(named, replace(named, name=None))
    assert accounts.by_identifier("qqsl", "same") is None
    assert accounts.by_openid("qqsl", "same") == bound


def test_openids_differ_by_capitals_and_systems(accounts: TablestoreAccounts, account: Account) -> None:
    assert accounts.by_openid("qqsl", OPENID.lower()) is None
    assert accounts.by_openid("platform", OPENID) is None
    there = replace(an_account(system="platform"), openid=OPENID)
    accounts.add(there)
    assert accounts.by_openid("platform", OPENID) == there
    assert accounts.by_openid("qqsl", OPENID) == account


@pytest.mark.parametrize("openid", ["", "o" * 5000, "\ud800", "a\x00b"])
def test_no_openid_finds_nobody(accounts: TablestoreAccounts, account: Account, openid: str) -> None:
    assert accounts.by_openid("qqsl", openid) is None


def test_a_change_needs_the_account_as_it_is(accounts: TablestoreAccounts, account: Account, rows: Rows) -> None:
    changed = accounts.change(account, replace(account, nickname="小韩"))
    stranger = an_account("13700137000")
    for stale in (account, replace(account, version=7), stranger):
        with pytest.raises(Changed):
            accounts.change(stale, replace(stale, **NEW))
    assert accounts.by_id("qqsl", account.id) == changed
    assert accounts.by_id("qqsl", stranger.id) is None
    assert claims(rows) == set(held(account))


@pytest.mark.parametrize("part", [{"system": "platform"}, {"id": 7}, {"created_at": 7}])
def test_system_number_and_birth_stay(accounts: TablestoreAccounts, account: Account, part: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="stay"):
        accounts.change(account, replace(account, **part))


def test_a_login_noted_meanwhile_is_kept(accounts: TablestoreAccounts, account: Account) -> None:
    accounts.record_login(account, 1_800_000_000_000)
    accounts.change(account, with_phone(account, "13900139000"))
    stored = accounts.by_id("qqsl", account.id)
    assert stored
    assert (stored.last_login_at, stored.phone.reveal()) == (1_800_000_000_000, "13900139000")


def test_columns_of_a_newer_release_are_passed_over_and_kept(
    accounts: TablestoreAccounts, account: Account, tablestore: Tablestore, rows: Rows
) -> None:
    tablestore.update("account", (("account", f"qqsl:{account.id}"),), {"newer": "x"}, Where())
    assert accounts.by_id("qqsl", account.id) == account
    accounts.change(account, replace(account, **NEW))
    (row,) = rows("account")
    assert row["newer"] == "x"


# Races


def test_a_phone_that_16_accounts_want_goes_to_one(
    connect: Callable[[], Tablestore], parallel: Callable[..., list[Any]], rows: Rows
) -> None:
    stores = [TablestoreAccounts(connect()) for _ in range(4)]
    before = [an_account(f"138001380{number:02}") for number in range(16)]
    for one in before:
        stores[0].add(one)
    results = parallel(
        [lambda n=n, one=one: stores[n % 4].change(one, with_phone(one, "13900139000")) for n, one in enumerate(before)]
    )
    (winner,) = [result for result in results if isinstance(result, Account)]
    assert {type(result) for result in results} == {Account, PhoneTaken}
    assert stores[0].by_identifier("qqsl", "13900139000") == winner
    kept = {one.phone.reveal() for one in before if one.id != winner.id}
    assert claims(rows) == kept | {"13900139000"}


def test_an_openid_that_16_accounts_want_goes_to_one(
    connect: Callable[[], Tablestore], parallel: Callable[..., list[Any]], rows: Rows
) -> None:
    stores = [TablestoreAccounts(connect()) for _ in range(4)]
    before = [an_account(f"138001380{number:02}") for number in range(16)]
    for one in before[:8]:
        stores[0].add(one)

    def bind(number: int) -> Account:
        """Half of them bind it, half open their account with it."""
        bound = replace(before[number], openid=OPENID)
        if number < 8:
            return stores[number % 4].change(before[number], bound)
        stores[number % 4].add(bound)
        return bound

    results = parallel([partial(bind, number) for number in range(16)])
    (winner,) = [result for result in results if isinstance(result, Account)]
    assert {type(result) for result in results} == {Account, OpenidTaken}
    assert stores[0].by_openid("qqsl", OPENID) == winner
    assert [row["owner"] for row in rows("openid")] == [f"qqsl:{winner.id}"]


@pytest.mark.parametrize("phones", [1, 16])
def test_of_16_changes_of_one_account_one_happens(
    accounts: TablestoreAccounts,
    account: Account,
    parallel: Callable[..., list[Any]],
    rows: Rows,
    cloud: Any,
    phones: int,
) -> None:
    wanted = [with_phone(account, f"139001390{number % phones:02}") for number in range(16)]
    results = parallel([lambda after=after: accounts.change(account, after) for after in wanted])
    (winner,) = [result for result in results if isinstance(result, Account)]
    assert sum(isinstance(result, Changed) for result in results) == 15
    assert accounts.by_id("qqsl", account.id) == winner
    assert accounts.by_identifier("qqsl", winner.phone.reveal()) == winner
    cloud.clock.advance(PATIENCE_S)
    accounts.sweep()
    assert claims(rows) == set(held(winner))


def test_two_accounts_cannot_swap_what_both_hold(
    accounts: TablestoreAccounts, account: Account, parallel: Callable[..., list[Any]]
) -> None:
    other = an_account("13900139000")
    accounts.add(other)
    results = parallel(
        [
            lambda: accounts.change(account, with_phone(account, "13900139000")),
            lambda: accounts.change(other, with_phone(other, "13800138000")),
        ]
    )
    assert {type(result) for result in results} == {PhoneTaken}
    assert accounts.by_identifier("qqsl", "13800138000") == account
    assert accounts.by_identifier("qqsl", "13900139000") == other


def test_who_fails_withdraws_nothing_from_a_parallel_change_of_the_same_account(
    meddled: Callable[..., Tablestore], accounts: TablestoreAccounts, account: Account
) -> None:
    """Both want one phone; the first then finds its name taken, when the second has stored the phone already."""
    accounts.add(an_account("13700137000", "Han-Meimei"))
    after = with_phone(account, "13900139000")
    first = TablestoreAccounts(meddled("put_row", "ident", lambda: accounts.change(account, after), skip=1))
    with pytest.raises(NameTaken):
        first.change(account, replace(after, name=UserName("Han-Meimei")))
    assert accounts.by_identifier("qqsl", "13900139000") == replace(after, version=2)
    with pytest.raises(PhoneTaken):
        accounts.add(an_account("13900139000"))


def test_a_slow_change_that_was_given_up_cannot_finish(
    cloud: Any, meddled: Callable[..., Tablestore], accounts: TablestoreAccounts, account: Account
) -> None:
    """It claims, sleeps past its time, is overtaken, wakes up and commits: too late."""
    fast = an_account("13900139000")

    def overtake() -> None:
        cloud.clock.advance(PATIENCE_S)
        accounts.add(fast)

    slow = TablestoreAccounts(meddled("update_row", "account", overtake))
    with pytest.raises(Changed):
        slow.change(account, with_phone(account, "13900139000"))
    assert accounts.by_identifier("qqsl", "13900139000") == fast
    assert accounts.by_identifier("qqsl", "13800138000") == replace(account, version=2)


def test_a_release_that_comes_late_takes_nothing_away(
    meddled: Callable[..., Tablestore], accounts: TablestoreAccounts, account: Account
) -> None:
    """Between the commit and the release, the account goes back to its old phone."""
    changed = replace(with_phone(account, "13900139000"), version=2)
    slow = TablestoreAccounts(
        meddled("delete_row", "ident", lambda: accounts.change(changed, with_phone(changed, "13800138000")))
    )
    assert slow.change(account, with_phone(account, "13900139000")) == changed
    assert accounts.by_identifier("qqsl", "13800138000") == replace(account, version=3)
    with pytest.raises(PhoneTaken):
        accounts.add(an_account())


# Crashes and lost answers

STEPS = 13  # three claims, three old claims doubted, the record, three old claims released, three new ones confirmed
COMMIT = 6
AFTER: dict[str, Any] = {"phone": NEW["phone"], "name": NEW["name"], "openid": NEW["openid"]}


@pytest.mark.parametrize("answered", [False, True])
@pytest.mark.parametrize("step", range(STEPS))
def test_after_a_crash_everything_is_before_or_after(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
    account: Account,
    rows: Rows,
    step: int,
    answered: bool,
) -> None:
    after = replace(account, **AFTER)
    with pytest.raises(crash):
        TablestoreAccounts(crashing(step, answered=answered)).change(account, after)
    happened = step > COMMIT or (step == COMMIT and answered)
    stored = replace(after, version=2) if happened else account
    free = set(held(account)) - set(held(after)) if happened else set(held(after)) - set(held(account))
    assert accounts.by_id("qqsl", account.id) == stored
    assert [holder(accounts, what) for what in held(stored)] == [stored] * 4
    assert [holder(accounts, what) for what in free] == [None] * 3

    if not happened:
        # Its commit might still come, as far as others can know.
        cloud.clock.advance(PATIENCE_S)
    given_up = account if happened else after
    successor = replace(an_account(given_up.phone.reveal(), str(given_up.name)), openid=given_up.openid)
    accounts.add(successor)
    with pytest.raises(MailTaken):
        accounts.add(an_account("13700137000", None, "li@example.com"))
    cloud.clock.advance(PATIENCE_S)
    accounts.sweep()
    assert [holder(accounts, what) for what in held(successor)] == [successor] * 3
    assert claims(rows) == {*held(stored), *held(successor)}
    assert {row["state"] for table in ("ident", "openid") for row in rows(table)} == {"ok"}


@pytest.mark.parametrize("step", range(STEPS))
def test_the_sweep_alone_leaves_what_is_held(
    cloud: Any,
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
    account: Account,
    rows: Rows,
    step: int,
) -> None:
    with pytest.raises(crash):
        TablestoreAccounts(crashing(step, answered=True)).change(account, replace(account, **AFTER))
    assert accounts.sweep() == 0  # too young to judge
    cloud.clock.advance(PATIENCE_S)
    accounts.sweep()
    stored = accounts.by_id("qqsl", account.id)
    assert stored
    assert claims(rows) == set(held(stored))
    assert {row["state"] for table in ("ident", "openid") for row in rows(table)} == {"ok"}
    assert accounts.sweep() == 0


@pytest.mark.parametrize("step", range(COMMIT + 1))
def test_after_a_crash_one_may_try_again_at_once(
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    accounts: TablestoreAccounts,
    account: Account,
    rows: Rows,
    step: int,
) -> None:
    after = replace(account, **AFTER)
    with pytest.raises(crash):
        TablestoreAccounts(crashing(step, answered=False)).change(account, after)
    changed = accounts.change(account, after)
    assert accounts.by_id("qqsl", account.id) == changed
    assert claims(rows) == set(held(after))


@pytest.mark.parametrize("kind", ["drop", "error"])
@pytest.mark.parametrize(
    ("operation", "skip"), [*(("PutRow", skip) for skip in range(3)), *(("UpdateRow", skip) for skip in range(7))]
)
def test_a_change_whose_answers_are_lost_happens_once(
    accounts: TablestoreAccounts, account: Account, fault: Callable[..., None], operation: str, skip: int, kind: str
) -> None:
    fault(operation, kind, code="OTSTimeout", skip=skip)
    changed = accounts.change(account, replace(account, **AFTER))
    assert changed.version == 2
    assert accounts.by_id("qqsl", account.id) == changed
    assert [holder(accounts, what) for what in held(changed)] == [changed] * 4


def test_an_outage_before_the_record_says_that_nothing_happened(
    accounts: TablestoreAccounts, account: Account, fault: Callable[..., None], cloud: Any
) -> None:
    fault("PutRow", "error", code="OTSServerUnavailable", skip=1, times=9)
    with pytest.raises(Unavailable) as caught:
        accounts.change(account, replace(account, **AFTER))
    assert caught.value.happened is False
    cloud.faults.clear()
    assert accounts.by_id("qqsl", account.id) == account
    accounts.add(an_account("13900139000", "Han-Meimei"))  # at once: nothing is left to wait for


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_an_outage_at_the_record_says_that_nobody_knows(
    accounts: TablestoreAccounts, account: Account, fault: Callable[..., None], cloud: Any, rows: Rows, kind: str
) -> None:
    """Two updates come first: two old claims are doubted."""
    fault("UpdateRow", kind, code="OTSTimeout", skip=3, times=9)
    fault("GetRow", "error", code="OTSServerUnavailable", times=30)
    after = replace(account, **AFTER)
    with pytest.raises(Unavailable) as caught:
        accounts.change(account, after)
    assert caught.value.happened is None
    cloud.faults.clear()
    stored = accounts.by_id("qqsl", account.id)
    assert stored in (account, replace(after, version=2))
    assert stored
    cloud.clock.advance(PATIENCE_S)
    accounts.sweep()
    assert claims(rows) == set(held(stored))


def test_an_outage_after_the_record_does_not_undo_it(
    accounts: TablestoreAccounts, account: Account, fault: Callable[..., None], cloud: Any
) -> None:
    fault("DeleteRow", "error", code="OTSServerBusy", times=99)
    changed = accounts.change(account, replace(account, **AFTER))
    successor = an_account("13800138000", "Li-Lei")
    accounts.add(successor)
    cloud.faults.clear()
    assert accounts.by_id("qqsl", account.id) == changed
    assert accounts.by_identifier("qqsl", "13800138000") == successor


def test_without_any_patience_and_with_many_crashes_nobody_holds_anything_twice(
    connect: Callable[[], Tablestore],
    crashing: Callable[..., Tablestore],
    crash: type[BaseException],
    parallel: Callable[..., list[Any]],
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Eight accounts move over few phones, names and openids; everybody fences everybody, a third die on the way."""
    monkeypatch.setattr("menjin.gateways.tablestore.claims.PATIENCE", 0)
    movers = [an_account(f"137001370{number:02}") for number in range(8)]
    for mover in movers:
        TablestoreAccounts(connect()).add(mover)

    def move(mover: Account) -> None:
        dice = random.Random(mover.phone.reveal())
        steady = connect()
        last = mover
        for _ in range(25):
            before = TablestoreAccounts(steady).by_id("qqsl", mover.id)
            assert before
            assert before.version >= last.version
            after = replace(
                with_phone(before, f"1380013800{dice.randrange(10)}"),
                name=dice.choice([None, *(UserName(f"name-{number}") for number in range(6))]),
                openid=dice.choice([None, *(f"oAbC-{number}" for number in range(6))]),
            )
            dies = dice.random() < 1 / 3
            tablestore = crashing(dice.randrange(14), answered=dice.random() < 0.5) if dies else steady
            with suppress(crash, Failure):
                last = TablestoreAccounts(tablestore).change(before, after)

    assert parallel([partial(move, mover) for mover in movers]) == [None] * 8
    accounts = TablestoreAccounts(connect())
    accounts.sweep()
    stored = [one for one in (accounts.by_id("qqsl", mover.id) for mover in movers) if one]
    assert len(stored) == 8
    everything = [(account, what) for account in stored for what in held(account)]
    assert len({what for _, what in everything}) == len(everything)
    assert all(holder(accounts, what) == account for account, what in everything)
    assert claims(rows) == {what for _, what in everything}
    assert sum(account.version for account in stored) > 30
    assert accounts.sweep() == 0
