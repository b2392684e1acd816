"""The scan fails where something is left in clear: each test leaves one thing so and is told exactly that place."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from menjin.accounts.account import new_id
from menjin.certification.certification import Certification, Kind
from menjin.certification.progress import Check, Progress
from menjin.certification.readings import CardReading, FrontReading
from menjin.clock import now
from menjin.codes.code import Purpose
from menjin.companies.company import Company
from menjin.configuration import Tenancy
from menjin.contract.function import _Answering
from menjin.contract.request import Answer, Request
from menjin.gateways.redis.connection import Redis
from menjin.gateways.tablestore.certification_rows import Codec
from menjin.gateways.tablestore.sealing import Sealing
from menjin.parts import Parts
from menjin.values.company_name import CompanyName
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from menjin.values.phone_number import PhoneNumber
from tests.functions.platform import Ask, Platform
from tests.privacy.cast import card_of
from tests.privacy.places import kept
from tests.privacy.scanner import Finding, Piece, Planted, Scanner
from tests.privacy.tape import Tape, listening
from tests.product import new_phone
from tests.small_cloud import SmallCloud, small_cloud


def drawn(count: int) -> str:
    """So many characters that no other test's names have."""
    return "".join(chr(random.randrange(0x4E00, 0x9FA5)) for _ in range(count))


@dataclass
class Scene:
    """A cloud that is listened to, somebody's values, and what is to be found of them."""

    small: SmallCloud
    tape: Tape
    account: int = field(default_factory=new_id)
    phone: str = field(default_factory=new_phone)
    card: dict[str, str] = field(default_factory=lambda: card_of(drawn(4)))
    company: str = field(default_factory=lambda: f"{drawn(6)}有限公司")
    code: str = field(default_factory=lambda: f"{random.randrange(10**6):06d}")

    @property
    def parts(self) -> Parts:
        return self.small.parts()

    @property
    def certification(self) -> Certification:
        return Certification(
            "platform",
            self.account,
            Kind.PERSON,
            name=PersonName(self.card["name"]),
            number=IdNumber(self.card["number"]),
            progress=Progress(readings={Check.FRONT: CardReading(front=FrontReading(self.card["name"]))}),
        )

    def found(self, *more: Piece) -> set[tuple[str, str]]:
        """(where, what) of everything that can be read now."""
        values = {**self.card, "phone": self.phone, "company": self.company, "code": self.code}
        scanner = Scanner(Planted(what, text) for what, text in values.items())
        sent = self.tape.pieces(self.small.cloud.ports)
        return {_place(one) for one in scanner.scan([*kept(self.small.cloud), *sent, *more])}


@pytest.fixture(scope="module")
def _listened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallCloud, Tape]]:
    with listening() as tape, small_cloud(tmp_path_factory.mktemp("leaks")) as small:
        yield small, tape


@pytest.fixture
def scene(_listened: tuple[SmallCloud, Tape]) -> Scene:
    """A scene of its own: nobody's values are another test's."""
    return Scene(*_listened)


def test_nothing_is_found_where_nothing_is_left_in_clear(scene: Scene) -> None:
    """The same steps as below, by the product as it is: the vendor's body alone says whom it asks about."""
    store(scene)
    send_code(scene)
    ask_register(scene)
    assert scene.found() == {("body to aliyun Id2MetaVerify", what) for what in ("name", "number")}


@pytest.mark.parametrize("column", ["name", "number", "readings"])
def test_a_column_in_clear_is_found(scene: Scene, monkeypatch: pytest.MonkeyPatch, column: str) -> None:
    seal = Codec._sealed

    def left(self: Codec, one: Certification, field: str, text: str | None) -> str | None:
        return text if field == column else seal(self, one, field, text)

    monkeypatch.setattr(Codec, "_sealed", left)
    store(scene)
    what = "name" if column == "readings" else column
    assert scene.found() == {(f"row certification.{column}", what), ("body to tablestore PutRow", what)}


def test_what_is_encoded_is_not_sealed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def encoded(self: Sealing, text: str, *place: str) -> str:
        return f"k1.{base64.urlsafe_b64encode(b'nonce' + text.encode()).decode()}"

    monkeypatch.setattr(Sealing, "seal", encoded)
    store(scene)
    assert scene.found() >= {
        ("row certification.name", "name"),
        ("row certification.number", "number"),
        ("row company.name", "company"),
    }


def test_a_redis_key_and_a_value_in_clear_are_found(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Redis, "digest", lambda self, *parts: ":".join(parts))
    send_code(scene)
    found = scene.found()
    assert {("redis key of a hash", "phone"), ("sent to redis", "phone"), ("sent to redis", "code")} <= found
    assert [where for where, what in found if what == "code" and where in ("redis hash", "redis string")]
    assert {where.partition(" ")[0] for where, _ in found} == {"redis", "sent"}


def test_a_value_in_a_url_is_found(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from aliyunsdkcore.request import CommonRequest

    monkeypatch.setattr(CommonRequest, "add_body_params", CommonRequest.add_query_param)
    ask_register(scene)
    assert scene.found() == {("url of aliyun", "name"), ("url of aliyun", "number")}


def test_a_log_line_with_the_path_as_it_was_sent_is_found(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    looked_up = {("body to tablestore GetRow", "phone")}
    assert scene.found(Piece("log", _asked(scene, capsys))) == looked_up
    answer = _Answering._answer

    def telling(self: _Answering, request: Request, tenancy: Tenancy) -> Answer:
        try:
            return answer(self, request, tenancy)
        finally:
            self.operation = "/".join(request.segments)

    monkeypatch.setattr(_Answering, "_answer", telling)
    assert scene.found(Piece("log", _asked(scene, capsys))) == {("log", "phone"), *looked_up}


def store(scene: Scene) -> None:
    """A certification and a company are kept."""
    scene.parts.certifications().save(scene.certification)
    assert scene.parts.companies().add(Company("platform", f"C{scene.account}", CompanyName(scene.company), 7, now()))


def send_code(scene: Scene) -> None:
    """A code waits for a phone."""
    phone = PhoneNumber(scene.phone)
    scene.parts.codes().issue("platform", Purpose.PHONE, phone, scene.code, "203.0.113.7", now(), guarded=True)


def ask_register(scene: Scene) -> None:
    """The identity service is asked."""
    scene.parts.identity().ask(PersonName(scene.card["name"]), IdNumber(scene.card["number"]))


def _asked(scene: Scene, capsys: pytest.CaptureFixture[str]) -> bytes:
    """The log of a request with a phone in its path."""
    platform = Platform(scene.small.cloud)
    with platform.environment(**scene.small.environment):
        told = platform.ask(Ask("GET", f"/platform/register/checkPhone/{scene.phone}"))
    assert told.status == 200
    return capsys.readouterr().out.encode()


def _place(finding: Finding) -> tuple[str, str]:
    return finding.where, finding.what
