"""A person in front of a browser: reads pictures, receives messages, and does what the pages offer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Locator, Page, expect

from tests.product import PASSWORD, Person, Product

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
DESKTOP = {"width": 1280, "height": 900}
FRONT, BACK, LICENCE = "身份证人像面", "身份证国徽面", "营业执照"
PHONE = {"width": 390, "height": 844}
_FLAWS = Path(__file__).with_name("flaws.js").read_text("utf-8")
_TIMEOUT_MS = 20_000
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")

expect.set_options(timeout=_TIMEOUT_MS)


class Visitor:
    """One browser window with cookies of its own. ``complaints`` collects what the browser says went wrong."""

    def __init__(self, browser: Browser, product: Product, **options: Any) -> None:
        self.product = product
        self.complaints: list[str] = []
        self.refusals = 0
        self.context = browser.new_context(**{"viewport": DESKTOP, "locale": "zh-CN", **options})
        self.context.set_default_timeout(_TIMEOUT_MS)
        self.page = self.context.new_page()
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def leave(self) -> None:
        """Close the window."""
        self.context.close()

    def become(self, person: Person) -> None:
        """Take over the session of somebody who signed in without a browser."""
        url = self.product.gateway
        self.context.add_cookies(
            [{"name": c.name, "value": c.value or "", "url": url} for c in person.browser.cookies.jar]
        )

    def card(self, kind: str = "person") -> Locator:
        """The part of one's own page that is about the person's or the company's certification."""
        return self.page.locator(f"#{kind}")

    def state(self, kind: str = "person") -> Locator:
        """Where that certification stands, in a word."""
        return self.card(kind).locator("[data-state]")

    def open(self, name: str) -> Page:
        """Go to one of the product's pages."""
        self.page.goto(f"{self.product.gateway}/web/{self.product.system}/{name}")
        return self.page

    def console(self) -> Page:
        """Another tab, with the local cloud's console."""
        tab = self.context.new_page()
        tab.goto(f"http://127.0.0.1:{self.product.cloud.ports.console}/")
        return tab

    def captcha(self) -> str:
        """The text of the captcha that is shown, looked up where the product keeps it."""
        expect(self.page.locator("[data-captcha]:not([aria-busy]) img")).to_have_attribute(
            "src", re.compile("^data:image/png")
        )
        (shown,) = [one for one in self.context.cookies() if one.get("name") == f"{self.product.system}.kap"]
        text = self.product.redis.hget(f"{self.product.system}:kap:{shown.get('value')}", "text")
        assert isinstance(text, str)
        return text

    def sms_code(self, phone: str) -> str:
        """The code in the newest SMS to that phone."""
        return str(self.product.outbox(phone)[-1]["params"]["code"])

    def error(self, field: str) -> Locator:
        """The place beside a field where its error stands; the field must point there."""
        described = self.page.locator(f"#{field}").get_attribute("aria-describedby") or ""
        assert f"{field}-error" in described.split(), field
        return self.page.locator(f"#{field}-error")

    def flaws(self) -> list[str]:
        """What is wrong with the page as it is shown now, whatever it is about: names, ids, contrast, width."""
        return list(self.page.evaluate(_FLAWS))

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        # Hiding the caret would leave empty styles on fields, which a later look for flaws finds.
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, caret="initial")

    def slow_line(self, bytes_per_second: int) -> None:
        """Let uploads crawl, as they do on the road; -1 takes the brake off."""
        wire = self.context.new_cdp_session(self.page)
        wire.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second},
        )

    def ask_for_code(self, phone: str) -> None:
        """Solve the captcha and have a code sent."""
        self.page.get_by_label("手机号").fill(phone)
        self.page.get_by_role("textbox", name="图片验证码").fill(self.captcha())
        self.page.get_by_role("button", name="获取验证码").click()
        expect(self.page.get_by_text("验证码已发送至")).to_be_visible()

    def register(self, phone: str) -> None:
        """Open an account on the registration page; one's own page follows."""
        self.open("register.html")
        self.ask_for_code(phone)
        self.page.get_by_label("短信验证码").fill(self.sms_code(phone))
        self.page.get_by_role("textbox", name="密码").fill(PASSWORD)
        self.page.get_by_role("button", name="注册", exact=True).click()
        self.page.wait_for_url("**/index.html")

    def choose(self, side: str, content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> None:
        """Choose a picture for one side of the card, or for the licence."""
        self.page.get_by_label(side, exact=True).set_input_files(FilePayload(name=name, mimeType=kind, buffer=content))

    def certify(self, person: dict[str, str], pictured: dict[str, str] | None = None) -> None:
        """Hand in that person's data and both sides of a card: theirs, or that of the person ``pictured``."""
        card = self.card()
        card.get_by_label("我同意").check()
        card.get_by_label("真实姓名").fill(person["name"])
        card.get_by_label("身份证号码", exact=True).fill(person["number"])
        self.choose(FRONT, self.specimen(side="front", **(pictured or person)))
        self.choose(BACK, self.specimen(side="back", expires="2039-03-07"))
        expect(card.get_by_text("✓ 已上传")).to_have_count(2)
        card.get_by_role("button", name="提交认证").click()
        expect(self.state()).to_have_text("审核中")

    def specimen(self, kind: str = "idcard", **query: str) -> bytes:
        """A specimen of a card or a ``licence``, drawn by the console."""
        answer = self.product.console.get(f"/api/sample/{kind}.jpg", params=query)
        assert answer.status_code == 200, answer.text
        return answer.content

    def _note(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        # Chromium reports each answer of 4xx, which for an API is an ordinary answer. Tests count them.
        if _REFUSED.match(message.text):
            self.refusals += 1
        else:
            self.complaints.append(message.text)


def fire_timer(console: Page, function: str) -> None:
    """Fire a timer with the console's own button."""
    console.get_by_role("link", name="定时器").click()
    console.get_by_role("button", name=f"立即触发 {function}").click()
    expect(console.get_by_role("status")).to_contain_text(f"已触发 {function}")
