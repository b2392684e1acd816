"""After a full run nothing personal is readable anywhere, except where this page gives a reason for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

import httpx
import pytest

from emulator.cloud import running
from emulator.shared.options import Options, Ports
from menjin.gateways.tablestore.tables import DEVICE, OPENID, TABLES
from tests.conftest import ROOT
from tests.privacy.places import kept, logs
from tests.privacy.scanner import Finding, Piece, Scanner
from tests.privacy.story import SYSTEM, Story
from tests.privacy.tape import listening
from tests.product import TLS, Product


@dataclass(frozen=True)
class Allowed:
    """Where which values may be read, in the patterns of a shell, and why."""

    where: str
    what: str
    why: str

    def covers(self, finding: Finding) -> bool:
        return fnmatchcase(finding.where, self.where) and fnmatchcase(finding.what, self.what)


_FOUND_BY = "accounts are found by it: docs/security.md, known limits"
_PUBLIC = "a company's name, seat and telephone are public: whoever may see the certification sees them"
_OWN_DRAFT = "a draft shows its owner what was typed: decision 9"
ALLOWED = (
    # What is kept.
    *(Allowed("row account.*", f"{what} of *", _FOUND_BY) for what in ("phone", "mail", "user name")),
    *(Allowed("row ident.ident", f"{what} of *", _FOUND_BY) for what in ("phone", "mail", "user name")),
    *(Allowed("body to tablestore *", f"{what} of *", _FOUND_BY) for what in ("phone", "mail", "user name")),
    Allowed("body to tablestore GetRow", "name of *", "a name typed in an account's place is looked for, and not kept"),
    Allowed("payload of oss asset_event", "an uploader's own words", "OSS reports what a form says of its file"),
    # What reaches people.
    Allowed("sms to", "phone of *", "whom it is for"),
    Allowed("sms params", "code", "what it is for"),
    Allowed("sms text", "code", "what it is for"),
    Allowed("mail to", "mail of *", "whom it is for"),
    Allowed("mail text", "code", "what it is for"),
    # What vendors are asked, in bodies and over HTTPS.
    Allowed("body to aliyun SendSms", "phone of *", "whom to send to"),
    Allowed("body to aliyun SendSms", "code", "what to send"),
    Allowed("body to aliyun QuerySendDetails", "phone of *", "whether it was sent to them"),
    Allowed("body to aliyun SingleSendMail", "mail of *", "whom to send to"),
    Allowed("body to aliyun SingleSendMail", "code", "what to send"),
    *(Allowed("body to aliyun Id2MetaVerify", f"{what} of *", "what is asked") for what in ("name", "number")),
    Allowed("body to aliyun EntElementVerifyV2", "company name of *", "what is asked"),
    Allowed("body to aliyun EntElementVerifyV2", "credit code of *", "what is asked"),
    Allowed("body to aliyun EntElementVerifyV2", "legal person", "what is asked"),
    # What people are answered.
    *(
        Allowed(f"answer {header}200 POST /{SYSTEM}/{path}", "*token of *", "the session that was asked for")
        for header in ("", "header set-cookie of ")
        for path in ("register/register", "login/jwt")
    ),
    *(
        Allowed(f"answer 200 * {path}", what, _PUBLIC)
        for path in (f"/{SYSTEM}/identify*", f"/{SYSTEM}/admin/certifications*", "/certify/admin/*")
        for what in ("company name of *", "company address", "company phone")
    ),
    Allowed(f"answer 200 * /{SYSTEM}/identify/*", "name of *", _OWN_DRAFT),
    Allowed(f"answer 200 * /{SYSTEM}/identify/*", "legal person", _OWN_DRAFT),
    Allowed("answer 200 * */login/jwt", "user name of *", "one's own"),
    Allowed("answer 200 * */register/register", "user name of *", "one's own"),
    Allowed("answer 200 GET /user/*", "user name of *", "administrators see whose account it is"),
)


@dataclass(frozen=True)
class Played:
    """What a run left behind."""

    findings: set[Finding]
    pieces: list[Piece]
    unsigned: set[int]
    """How OSS answered who asked for a picture without a signature."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A full run on a cloud of its own: scanned behind each chapter, and all that was sent at the end."""
    options = Options(root=ROOT, data=tmp_path_factory.mktemp("cloud"), ports=Ports.below(0))
    with listening() as tape, running(options) as cloud:
        cloud.functions.switches.retry_delays = (0.1,)
        product = Product(cloud, SYSTEM)
        story = Story(product)
        findings: set[Finding] = set()
        pieces: list[Piece] = []
        unsigned: set[int] = set()
        try:
            for _ in story.chapters():
                present = list(kept(cloud))
                findings |= Scanner(story.planted).scan(present)
                pieces += present
                unsigned |= {_status(cloud.ports, one.content) for one in present if one.where == "object key"}
            sent = [*tape.pieces(cloud.ports), *logs(cloud)]
            findings |= Scanner(story.planted).scan(sent)
            yield Played(findings, pieces + sent, unsigned)
        finally:
            story.close()
            product.close()
            cloud.rewind()


def test_nothing_personal_is_readable(played: Played) -> None:
    unexpected = {one for one in played.findings if not any(allowed.covers(one) for allowed in ALLOWED)}
    assert sorted(unexpected) == []


def test_every_reason_is_needed(played: Played) -> None:
    """An exception that nothing needs any more would hide the next leak."""
    assert [one for one in ALLOWED if not any(one.covers(finding) for finding in played.findings)] == []


def test_the_run_was_a_full_one(played: Played) -> None:
    """What was never there could not be found either."""
    places = {one.where for one in played.pieces}
    tables = {where.partition(".")[0] for where in places if where.startswith("row ")}
    assert tables == {f"row {table.name}" for table in TABLES} - {f"row {OPENID}", f"row {DEVICE}"}
    assert {"row certification.readings", "row certification.aside", "row company.name", "row message.text"} <= places
    assert {"redis string", "redis hash", "redis key of a hash", "sent to redis"} <= places
    assert {"object key", "object content", "callback by oss", "sms text", "mail text", "mail params"} <= places
    for service in ("oss", "tablestore", "aliyun", "fc"):
        assert f"url of {service}" in places, service
    actions = {where.rpartition(" ")[2] for where in places if where.startswith("body to aliyun")}
    assert {"SendSms", "SingleSendMail", "RecognizeIdcard", "Id2MetaVerify", "EntElementVerifyV2"} <= actions
    for function in ("certify_run", "certify_sweep", "certify_item", "certify_admin", "identify_save", "login", "web"):
        assert f"log of {function}" in places, function
    assert {"payload of oss asset_event", "payload of timer certify_run", "payload of async certify_item"} <= places
    statuses = {where.split()[1] for where in places if re.match(r"answer \d", where)}
    assert {"200", "400", "401", "403", "404", "502"} <= statuses


def test_the_log_tells_of_every_failure_that_was_played(played: Played) -> None:
    told = "\n".join(one.content.decode() for one in played.pieces if one.where.startswith("log of"))
    for word in (
        "waits_for_ocr ServiceUnavailable",
        "waits_for_identity 403",
        "dead_letter",
        "waits_for_sms",
        '"cause"',
        "expired",
    ):
        assert word in told, word


def test_pictures_are_shown_to_nobody_without_a_signature(played: Played) -> None:
    assert played.unsigned == {403}


def _status(ports: Ports, key: bytes) -> int:
    return httpx.get(f"http://127.0.0.1:{ports.oss}/menjin/{key.decode()}", verify=TLS).status_code
