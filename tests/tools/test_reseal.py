"""``python -m tools.reseal`` and ``tools.revive`` on records of their own: nothing is lost, nothing old remains."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from menjin.certification.certification import Certification, Kind, Status
from menjin.certification.progress import Aside, Check, Progress
from menjin.certification.readings import CardReading, FrontReading
from menjin.companies.company import Company
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.rows import Where
from menjin.gateways.tablestore.sealing import key_id_of
from menjin.gateways.tablestore.tables import TABLES
from menjin.parts import Parts
from menjin.values.company_address import CompanyAddress
from menjin.values.company_name import CompanyName
from menjin.values.company_phone import CompanyPhone
from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from tests.product import new_company
from tests.small_cloud import SmallCloud
from tools import reseal, revive
from tools.cloud.steps import Settings
from tools.cloud.tables import table_steps

OLD, BOTH, NEW = ("k1",), ("k2", "k1"), ("k2",)
KEYS = {name: base64.b64encode(name.encode() * 16).decode() for name in ("k1", "k2")}
AT = 1_800_000_000_000
PERSON = Certification(
    "platform",
    7,
    Kind.PERSON,
    Status.AUTHEN,
    name=PersonName("张三丰"),
    number=IdNumber("11010519491231002X"),
    submission="5f0c",
    submitted_at=AT,
    progress=Progress(readings={Check.FRONT: CardReading(front=FrontReading("张三丰"))}),
)
FOUNDED = Certification(
    "platform",
    7,
    Kind.COMPANY,
    name=CompanyName("示范（深圳）科技有限公司"),
    number=CreditCode(new_company()["code"]),
    address=CompanyAddress("深圳市样例路 1 号"),
    phone=CompanyPhone("0755-88886666"),
    legal=PersonName("李四"),
)
COMPANY = Company("platform", "ABCDEFGHIJ", CompanyName("示范（深圳）科技有限公司"), administrator=7, created_at=AT)
Run = Callable[..., tuple[int, str, str]]


@dataclass
class Deployment:
    """One instance of Tablestore, reached with one set of keys or another."""

    small: SmallCloud
    instance: str
    monkeypatch: pytest.MonkeyPatch

    def parts(self, keys: tuple[str, ...]) -> Parts:
        return self.small.parts(TABLESTORE_INSTANCE=self.instance, DATA_KEYS=ring(keys))

    def settings(self, keys: tuple[str, ...]) -> dict[str, str]:
        return {**self.small.environment, "TABLESTORE_INSTANCE": self.instance, "DATA_KEYS": ring(keys)}

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.small.cloud.tablestore.rows(self.instance, table)

    def keys_in_use(self) -> set[str]:
        """The ids of the keys under which anything rests, whatever its column is called."""
        values = [value for table in TABLES for row in self.rows(table.name) for value in row.values()]
        return {key_id_of(value) for value in values if isinstance(value, str) and value[:3] in ("k1.", "k2.")}

    def set(self, keys: tuple[str, ...]) -> None:
        """Make this the environment of the commands."""
        for name, value in self.settings(keys).items():
            self.monkeypatch.setenv(name, value)


def ring(names: tuple[str, ...]) -> str:
    return ",".join(f"{name}:{KEYS[name]}" for name in names)


@pytest.fixture
def deployment(small: SmallCloud, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    """An instance that nobody else uses, and the environment in which commands reach it with both keys."""
    one = Deployment(small, f"t{secrets.token_hex(5)}", monkeypatch)
    for step in table_steps(Settings.read(one.settings(BOTH))):
        assert step.apply
        step.apply()
    one.set(BOTH)
    return one


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(command: Any, *arguments: str) -> tuple[int, str, str]:
        code = command.main(list(arguments))
        return (code, *capsys.readouterr())

    return call


def store(parts: Parts) -> tuple[Certification, Certification]:
    """Everything that is sealed, once."""
    assert parts.companies().add(COMPANY)
    return parts.certifications().save(PERSON), parts.certifications().save(FOUNDED)


def test_after_it_the_old_key_is_needed_no_more(deployment: Deployment, run: Run) -> None:
    person, founded = store(deployment.parts(OLD))
    before = {table.name: deployment.rows(table.name) for table in TABLES}

    code, told, _ = run(reseal)
    assert code == 1
    assert "company: k2 (newest): 0 rows, k1: 1 rows" in told
    assert "certification: k2 (newest): 0 rows, k1: 2 rows" in told
    assert {table.name: deployment.rows(table.name) for table in TABLES} == before, "it only counts"

    code, told, errors = run(reseal, "--yes")
    assert (code, errors) == (0, "")
    assert "certification: 2 sealed anew" in told
    assert "certification: k2 (newest): 2 rows\n" in told
    assert deployment.keys_in_use() == {"k2"}
    newest = deployment.parts(NEW)
    assert newest.certifications().find("platform", 7, Kind.PERSON) == person
    assert newest.certifications().find("platform", 7, Kind.COMPANY) == founded
    assert newest.companies().by_code("platform", COMPANY.code) == COMPANY
    assert not [value for value in KEYS.values() if value in told]

    assert run(reseal, "--yes")[:2] == (
        0,
        told.replace("1 sealed anew", "0 sealed anew").replace("2 sealed", "0 sealed"),
    )
    assert run(reseal)[0] == 0


def test_what_is_sealed_is_what_the_tables_name(deployment: Deployment) -> None:
    """A sealed column that the command does not know would be lost with its key."""
    store(deployment.parts(OLD))
    for table in TABLES:
        sealed = {
            name
            for row in deployment.rows(table.name)
            for name, value in row.items()
            if isinstance(value, str) and value.startswith("k1.")
        }
        assert sealed == set(table.sealed), table.name
        assert all("ver" in row for row in deployment.rows(table.name) if table.sealed)


def test_many_rows_are_read_in_pages(deployment: Deployment, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    certifications = deployment.parts(OLD).certifications()
    for account in range(1, 24):
        certifications.save(replace(PERSON, account_id=account))
    largest = 0
    read = Tablestore.page

    def page(self: Tablestore, *arguments: Any, **named: Any) -> Any:
        nonlocal largest
        rows, following = read(self, *arguments, **named)
        largest = max(largest, len(rows))
        return rows, following

    monkeypatch.setattr(Tablestore, "page", page)
    monkeypatch.setattr(reseal, "_PAGE", 5)
    monkeypatch.setattr(reseal, "_TELL_EVERY", 10)
    code, told, errors = run(reseal, "--yes")
    assert (code, largest) == (0, 5)
    assert "certification: 23 sealed anew" in told
    assert errors == "certification: 10 rows read, 10 sealed anew\ncertification: 20 rows read, 20 sealed anew\n"


@pytest.mark.parametrize("keys", [OLD, BOTH])
def test_what_others_write_meanwhile_stays(
    deployment: Deployment, run: Run, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    """Whether the others have the newest key by then or not."""
    person, _ = store(deployment.parts(OLD))
    others = deployment.parts(keys).certifications()
    update = Tablestore.update
    written: list[Certification] = []

    def meddled(self: Tablestore, table: str, *arguments: Any) -> None:
        if table == "certification" and not written:
            written.append(others.save(replace(person, name=PersonName("李四光"))))
            others.save(replace(FOUNDED, version=1, name=CompanyName("另一家样例有限公司")))
        update(self, table, *arguments)

    monkeypatch.setattr(Tablestore, "update", meddled)
    assert run(reseal, "--yes")[0] == 0
    assert deployment.keys_in_use() == {"k2"}
    assert deployment.parts(NEW).certifications().find("platform", 7, Kind.PERSON) == written[0]
    found = deployment.parts(NEW).certifications().find("platform", 7, Kind.COMPANY)
    assert found.name == CompanyName("另一家样例有限公司")


def test_whoever_has_read_a_row_may_still_write_it(deployment: Deployment, run: Run) -> None:
    person, _ = store(deployment.parts(OLD))
    assert run(reseal, "--yes")[0] == 0
    saved = deployment.parts(BOTH).certifications().save(replace(person, status=Status.PASS))
    assert deployment.parts(NEW).certifications().find("platform", 7, Kind.PERSON) == saved


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_a_lost_answer_does_no_harm(deployment: Deployment, run: Run, kind: str) -> None:
    store(deployment.parts(OLD))
    deployment.small.fault("tablestore", "UpdateRow", kind, code="OTSTimeout", times=1)
    code, told, _ = run(reseal, "--yes")
    assert code == 0
    assert "certification: 2 sealed anew" in told
    assert deployment.keys_in_use() == {"k2"}


def test_an_outage_ends_it_and_it_is_run_again(deployment: Deployment, run: Run) -> None:
    store(deployment.parts(OLD))
    deployment.small.fault("tablestore", "GetRange", "error", code="OTSServerBusy", times=20)
    assert run(reseal, "--yes")[::2] == (
        1,
        "reseal: tablestore does not answer; run it again · 服务不可用，请重新运行\n",
    )
    deployment.small.settle()
    assert run(reseal, "--yes")[0] == 0


def test_what_no_key_opens_is_named_and_left_alone(deployment: Deployment, run: Run) -> None:
    """A value moved to another row is none of that row's, and is not made so."""
    parts = deployment.parts(OLD)
    store(parts)
    parts.certifications().save(replace(PERSON, account_id=8))
    [name] = [row["name"] for row in deployment.rows("certification") if row["account"] == "platform:8"]
    key = (("account", "platform:7"), ("kind", "person"))
    parts.tablestore.update("certification", key, {"name": name}, Where())

    code, told, errors = run(reseal, "--yes")

    assert code == 1
    assert "certification: k2 (newest): 3 rows, k1: 1 rows" in told
    assert errors.startswith("certification platform:7/person/name: a value sealed with key 'k1' was altered or moved")
    [left] = [
        row["name"]
        for row in deployment.rows("certification")
        if row["account"] == "platform:7" and row["kind"] == "person"
    ]
    assert left == name


def test_every_missing_setting_is_named(deployment: Deployment, run: Run) -> None:
    for name in ("DATA_KEYS", "INDEX_KEY"):
        deployment.monkeypatch.delenv(name)
    for command, arguments in ((reseal, ()), (revive, ("platform",))):
        code, _, errors = run(command, *arguments)
        assert code == 2
        assert "DATA_KEYS is missing" in errors
        assert "INDEX_KEY is missing" in errors


# tools.revive


def test_what_was_put_aside_is_listed_and_given_back(deployment: Deployment, run: Run) -> None:
    certifications = deployment.parts(OLD).certifications()
    aside = replace(PERSON, progress=Progress(put_aside=Aside.ANSWER_LOST, put_aside_at=AT))
    for one in (aside, replace(aside, account_id=8), replace(aside, system="qqsl"), replace(PERSON, account_id=9)):
        certifications.save(one)

    code, told, _ = run(revive, "platform")
    assert code == 0
    assert told.splitlines()[:2] == ["platform 7 person answer_lost", "platform 8 person answer_lost"]
    assert told.splitlines()[2].startswith("2 put aside")

    assert run(revive, "platform", "--yes")[1].splitlines()[2].startswith("2 given back")
    certifications = deployment.parts(BOTH).certifications()
    found = certifications.find("platform", 7, Kind.PERSON)
    assert (found.progress.put_aside, found.submission != aside.submission) == (None, True)
    assert certifications.find("qqsl", 7, Kind.PERSON).progress.put_aside is Aside.ANSWER_LOST
    assert run(revive, "platform")[1].startswith("0 put aside")
