"""The product as a test meets it: over HTTP, with the console playing the person's phone."""

from __future__ import annotations

import itertools
import json
import random
import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import redis as redis_client

if TYPE_CHECKING:
    from emulator.cloud import Cloud

PASSWORD = "correct horse battery"
TLS = ssl.create_default_context()
"""Made once: reading the machine's certificates takes longer than most requests, and nothing here uses them."""
_PHONES = itertools.count(random.randrange(10**6, 9 * 10**6))
_lock = threading.Lock()


def new_phone() -> str:
    """A phone number that no other test of this run uses."""
    with _lock:
        return f"139{next(_PHONES) % 10**8:08d}"


def new_name() -> str:
    """A user name that no other test of this run uses."""
    with _lock:
        return f"name-{next(_PHONES)}"


def new_person(serial: int | None = None) -> dict[str, str]:
    """A fictitious person with a well-formed identity number nobody else uses."""
    with _lock:
        number = next(_PHONES) if serial is None else serial
    body = (
        f"110101{1950 + number % 50}{1 + number // 50 % 12:02d}{1 + number // 600 % 28:02d}{number // 16800 % 1000:03d}"
    )
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]
    return {"name": "张三", "number": body + check}


def new_company(legal: str = "张三") -> dict[str, str]:
    """A fictitious company with a well-formed credit code nobody else uses."""
    with _lock:
        serial = next(_PHONES)
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91330106{serial % 10**8:08d}X"
    check = alphabet[-sum(alphabet.index(one) * pow(3, place, 31) for place, one in enumerate(body)) % 31]
    return {"name": f"杭州样例{serial % 10**8:08d}科技有限公司", "code": body + check, "legal": legal}


@dataclass
class Product:
    """One running deployment, and what stands around it."""

    cloud: Cloud
    system: str = "platform"
    console: httpx.Client = field(init=False)
    redis: redis_client.Redis = field(init=False)

    def __post_init__(self) -> None:
        ports = self.cloud.ports
        self.gateway = f"http://127.0.0.1:{ports.gateway}"
        self.console = httpx.Client(base_url=f"http://127.0.0.1:{ports.console}", timeout=120, verify=TLS)
        self.redis = redis_client.Redis.from_url(self.cloud.redis.url, decode_responses=True)

    def close(self) -> None:
        """Let go of the connections."""
        self.console.close()
        self.redis.close()

    def browser(self, **headers: str) -> httpx.Client:
        """A browser of its own: cookies are kept."""
        return httpx.Client(base_url=self.gateway, timeout=60, headers=headers, verify=TLS)

    def captcha(self, browser: httpx.Client, system: str | None = None) -> str:
        """Get a captcha and read it, as a person would; its text is looked up where the product keeps it."""
        system = system or self.system
        answer = browser.get(f"/{system}/captcha/get", headers={"Accept": "application/json"})
        captcha_id = answer.json()["data"]["id"]
        text = self.redis.hget(f"{system}:kap:{captcha_id}", "text")
        assert isinstance(text, str)
        return text

    def outbox(self, to: str, channel: str = "sms") -> list[dict[str, Any]]:
        """What arrived at that number, oldest first."""
        rows = self.console.get("/api/outbox", params={"to": to}).json()
        return [row for row in rows if row["channel"] == channel]

    def send_code(self, browser: httpx.Client, phone: str, system: str | None = None) -> str:
        """Ask for a code and read it from the phone."""
        system = system or self.system
        text = self.captcha(browser, system)
        answer = browser.post(f"/{system}/register/sms/{phone}", json={"captcha": text})
        assert answer.status_code == 200, answer.text
        return str(self.outbox(phone)[-1]["params"]["code"])

    def register(self, phone: str | None = None, name: str | None = None, system: str | None = None) -> Person:
        """Somebody who has just registered, in a browser of their own."""
        system, phone = system or self.system, phone or new_phone()
        browser = self.browser()
        fields = {"phone": phone, "smsCode": self.send_code(browser, phone, system), "password": PASSWORD}
        if name:
            fields["name"] = name
        answer = browser.post(f"/{system}/register/register", json=fields)
        assert answer.status_code == 200, answer.text
        return Person(self, browser, system, phone, answer.json()["data"])

    def advance(self, seconds: float) -> None:
        """Move everybody's clock."""
        assert self.console.post("/api/clock", json={"advance_s": seconds}).status_code == 200

    def fault(self, **rule: Any) -> None:
        """Ask for a failure."""
        answer = self.console.post("/api/faults", json=rule)
        assert answer.status_code == 200, answer.text

    def clear_faults(self) -> None:
        """No more failures. Not over the console: it is done around every test."""
        self.cloud.faults.clear()

    def fire(self, function: str = "certify_run") -> None:
        """Fire a timer and wait until everything it started has ended."""
        assert self.console.post(f"/api/timers/{function}/fire").status_code == 200
        self.settle()

    def settle(self, seconds: float = 60) -> None:
        """Wait until no asynchronous invocation is queued or running."""
        answer = self.console.get("/api/idle", params={"timeout_s": seconds})
        assert answer.status_code == 200, answer.text

    def calls(self, service: str) -> list[dict[str, Any]]:
        """The vendor calls that cost money or reach a person."""
        return [call for call in self.console.get("/api/calls").json() if call["service"] == service]


@dataclass
class Person:
    """Somebody signed in, with a browser."""

    product: Product
    browser: httpx.Client
    system: str
    phone: str
    signed_in: dict[str, Any]

    @property
    def id(self) -> int:
        """The account's number."""
        return int(self.signed_in["user"]["id"])

    def get(self, path: str, **query: Any) -> httpx.Response:
        """GET ``/{system}/{path}``."""
        return self.browser.get(f"/{self.system}/{path}", params=query)

    def post(self, path: str, **fields: Any) -> httpx.Response:
        """POST ``/{system}/{path}`` with a JSON body."""
        return self.browser.post(f"/{self.system}/{path}", json=fields)

    def policy(self, slot: str, **query: Any) -> httpx.Response:
        """Ask for an upload's form."""
        return self.browser.get("/asset/policy", params={"slot": slot, "system": self.system, **query})

    def upload(self, slot: str, picture: bytes, kind: str = "image/jpeg") -> httpx.Response:
        """Upload as the page does: the signed form, the file last."""
        policy = self.policy(slot, type=kind).json()["data"]
        files = {"file": ("picture", picture, kind)}
        return httpx.post(policy["host"], data=policy["fields"], files=files, timeout=60, verify=TLS)

    def upload_card(self, person: dict[str, str], expires: str = "2039-03-07") -> None:
        """Upload both sides of that person's card."""
        for slot, query in (
            ("identity1", {"side": "front", "name": person["name"], "number": person["number"]}),
            ("identity2", {"side": "back", "expires": expires}),
        ):
            picture = self.product.console.get("/api/sample/idcard.jpg", params=query).content
            answer = self.upload(slot, picture)
            assert answer.status_code == 200, answer.text

    def submit(self, person: dict[str, str], *, known: bool = True, expires: str = "2039-03-07") -> None:
        """Hand in a complete certification; ``known``: the register knows the person."""
        if known:
            self.product.console.post("/api/registry", json={"persons": [person]})
        self.upload_card(person, expires)
        answer = self.post("identify/submit", type="person", name=person["name"], idNumber=person["number"])
        assert answer.status_code == 200, answer.text

    def certification(self) -> dict[str, Any]:
        """The person's certification as the API shows it."""
        return dict(self.get("identify").json()["data"]["person"])

    def messages(self) -> list[dict[str, Any]]:
        """The platform messages, newest first."""
        return list(self.get("message").json()["data"]["list"])


def error(answer: httpx.Response) -> tuple[int, int]:
    """(HTTP status, document A's code) of a failure; the whole envelope is looked at."""
    body = json.loads(answer.content)
    assert set(body) == {"success", "error"}, body
    assert body["success"] is False
    assert set(body["error"]) == {"code", "message"}, body
    assert isinstance(body["error"]["message"], str)
    assert body["error"]["message"]
    return answer.status_code, body["error"]["code"]


def wait_for(check: Any, seconds: float = 30) -> Any:
    """The first true value of ``check()``; the test fails if there is none in time."""
    deadline = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)
    return found
