"""Keys are replaced as `docs/deploy.md` says: known everywhere first, used then, dropped at last.

What `python -m tools.reseal` does before a key of data is dropped: `tests/tools/test_reseal.py`.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from menjin.accounts.account import new_id
from menjin.certification.draft import PersonTyped, save_draft
from menjin.clock import now
from menjin.companies.company import Company
from menjin.gateways.tablestore.rows import owner_of
from menjin.gateways.tablestore.sealing import key_id_of
from menjin.sessions.token import PURPOSE
from menjin.values.company_name import CompanyName
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from tests.functions.platform import Ask, HereProduct
from tests.product import PASSWORD, error, new_person, new_phone
from tests.small_cloud import SmallCloud
from tests.use_cases.conftest import Owner, add_account

KEYS = {"k1": b"the-first-key-of-thirty-two-byte", "k2": b"another-key-of-thirty-two-bytes."}
OLD, KNOWN, USED, DROPPED = ("k1",), ("k1", "k2"), ("k2", "k1"), ("k2",)
"""The settings of one rotation, in the order in which they are deployed; the first key signs."""


def ring(names: tuple[str, ...]) -> str:
    """The value of ``SESSION_KEYS`` or ``DATA_KEYS``, newest first."""
    return ",".join(f"{name}:{base64.b64encode(KEYS[name]).decode()}" for name in names)


# Keys of sessions


@dataclass
class Deployment:
    """The functions with one value of ``SESSION_KEYS``."""

    here: HereProduct
    keys: str

    def register(self, phone: str) -> str:
        """A session's token, of a new account."""
        with self.here.platform.environment(SESSION_KEYS=self.keys):
            return str(self.here.register(phone).signed_in["token"])

    def login(self, phone: str) -> str:
        """A session's token, of an account that there is."""
        with self.here.platform.environment(SESSION_KEYS=self.keys), self.here.browser() as browser:
            answer = browser.post("/platform/login/jwt", json={"account": phone, "password": PASSWORD})
            return str(answer.json()["data"]["token"])

    def status(self, token: str) -> int:
        """How the security page answers who brings the token."""
        ask = Ask("GET", "/platform/security", (("Authorization", f"Bearer {token}"),))
        with self.here.platform.environment(SESSION_KEYS=self.keys):
            told = self.here.platform.ask(ask)
        if told.status != 200:
            assert error(httpx.Response(told.status, content=told.body)) == (401, 401)
        return told.status


def signed_by(token: str) -> Any:
    """The name of the key that signed it, which its header says and its signature bears out."""
    name = jwt.get_unverified_header(token)["kid"]
    jwt.decode(token, KEYS[name], ["HS256"], audience="platform")
    return name


def test_nobody_is_signed_out_while_a_key_is_replaced(here: HereProduct) -> None:
    old, known, used, dropped = (Deployment(here, ring(names)) for names in (OLD, KNOWN, USED, DROPPED))
    phone = new_phone()

    before = old.register(phone)
    meanwhile = known.login(phone)
    after = used.login(phone)

    assert [signed_by(one) for one in (before, meanwhile, after)] == ["k1", "k1", "k2"]
    # Functions are written one after another: some still have the settings of the step before.
    for one in (known, used):
        assert [one.status(token) for token in (before, meanwhile, after)] == [200, 200, 200]
    assert [dropped.status(token) for token in (before, meanwhile, after)] == [401, 401, 200]


def test_a_key_that_leaked_signs_everybody_out_and_signs_nobody_in(here: HereProduct) -> None:
    old, replaced = Deployment(here, ring(OLD)), Deployment(here, ring(DROPPED))
    phone = new_phone()

    token = old.register(phone)

    assert replaced.status(token) == 401
    assert replaced.status(resigned(token, KEYS["k1"], kid="k2")) == 401
    assert replaced.status(replaced.login(phone)) == 200


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_two_keys_make_no_token_true_that_one_would_refuse(here: HereProduct) -> None:
    """Beyond `tests/contract/test_forgery.py`: tokens that are signed with, or name, the one key or the other."""
    used = Deployment(here, ring(USED))
    token = used.register(new_phone())
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    for name, other in (("k1", "k2"), ("k2", "k1")):
        key = KEYS[name]
        assert used.status(resigned(token, key, kid=name)) == 200
        assert used.status(resigned(token, key, kid=other)) == 401, "the key that the header names is the one asked"
        for algorithm in ("HS384", "HS512"):
            assert used.status(resigned(token, key, kid=name, algorithm=algorithm)) == 401, algorithm
        assert used.status(resigned(token, stranger, kid=name, algorithm="RS256")) == 401
        assert used.status(resigned(token, None, kid=name, algorithm="none")) == 401
        for purpose in ("JWT", "upload+jwt", None):
            assert used.status(resigned(token, key, kid=name, typ=purpose)) == 401, purpose


def resigned(token: str, key: Any, *, kid: str, algorithm: str = "HS256", typ: str | None = PURPOSE) -> str:
    """The same claims under another header and signature."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, key, algorithm, headers={"kid": kid, "typ": typ})


# Keys of data


@pytest.fixture
def typing(small: SmallCloud) -> Owner:
    """Somebody with a draft, of the time when there was but one key."""
    parts = small.parts(DATA_KEYS=ring(OLD))
    one = Owner(small, parts, add_account(parts), new_person())
    save_draft(parts.certifications(), one.session, typed(one), now=now())
    assert keys_of(one) == {"k1"}
    return one


def test_a_draft_that_is_continued_rests_under_the_new_key_alone(small: SmallCloud, typing: Owner) -> None:
    before = typing.certification
    typing.parts = small.parts(DATA_KEYS=ring(KNOWN))
    save_draft(typing.parts.certifications(), typing.session, PersonTyped(), now=now())
    assert keys_of(typing) == {"k1"}, "a key that is known is not used"

    typing.parts = small.parts(DATA_KEYS=ring(USED))
    assert typing.certification.name == before.name
    # One part is typed anew, the other is sealed anew with it.
    save_draft(typing.parts.certifications(), typing.session, PersonTyped(PersonName("李四光")), now=now())
    assert keys_of(typing) == {"k2"}
    typing.parts = small.parts(DATA_KEYS=ring(DROPPED))
    assert (typing.certification.name, typing.certification.number) == (PersonName("李四光"), before.number)


def test_a_step_of_a_worker_leaves_the_old_key_behind(small: SmallCloud, typing: Owner) -> None:
    typing.upload_card()
    submitted = typing.submit()
    assert keys_of(typing) == {"k1"}

    typing.parts = small.parts(DATA_KEYS=ring(USED))
    small.fault("ocr", "*", "error", code="ServiceUnavailable")
    assert typing.run() == "waits_for_ocr ServiceUnavailable"
    assert keys_of(typing) == {"k2"}
    typing.parts = small.parts(DATA_KEYS=ring(DROPPED))
    assert (typing.certification.name, typing.certification.number) == (submitted.name, submitted.number)


def test_a_company_that_is_handed_over_rests_under_the_new_key(small: SmallCloud) -> None:
    company = Company("platform", f"C{new_id()}", CompanyName("杭州样例科技有限公司"), 7, now())
    assert small.parts(DATA_KEYS=ring(OLD)).companies().add(company)
    small.parts(DATA_KEYS=ring(USED)).companies().hand_over(company, 8)
    found = small.parts(DATA_KEYS=ring(DROPPED)).companies().by_code("platform", company.code)
    assert found is not None
    assert (found.name, found.administrator) == (company.name, 8)


def typed(one: Owner) -> PersonTyped:
    return PersonTyped(PersonName(one.card["name"]), IdNumber(one.card["number"]))


def keys_of(one: Owner) -> set[str]:
    """The ids of the keys under which anything in the record rests."""
    account = owner_of(one.account.system, one.account.id)
    [row] = [row for row in one.small.cloud.tablestore.rows("menjin", "certification") if row["account"] == account]
    texts = [value for value in row.values() if isinstance(value, str)]
    return {key_id_of(text) for text in texts} & set(KEYS)
