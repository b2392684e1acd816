"""The console in a browser: every section, live, by mouse and keyboard, wide and narrow, in both languages."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from emulator.console.service import ConsoleService
from emulator.shared.faults import Fault
from emulator.shared.options import HOST, Ports
from tests.browser.chromium import find, launched
from tests.emulator.console.conftest import SmallCloud

pytestmark = pytest.mark.browser
FLAWS = (Path(__file__).parents[2] / "browser" / "flaws.js").read_text("utf-8")
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
CONTENT = {
    "overview": "13800138000",
    "invocations": "/platform/register/register",
    "outbox": "482913",
    "timers": "0 0 4 * * *",
    "objects": "front.png",
    "tables": "note of a1",
    "redis": "three pears",
    "clock": "nightly",
    "faults": "OTSServerBusy",
    "registry": "110101199003079999",
    "samples": "2039-03-07",
    "cost": "sms.message",
    "calls": "SendSms",
    "functions": "index.handler",
    "snapshots": "yesterday",
    "addresses": "gateway",
}
"""Section → what it shows of the cloud below."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find()
    if program is None:
        pytest.skip("chromium is not installed")
    with launched(program) as running:
        yield running


class Visit:
    """Pages of one test, and what went wrong on them."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser, self._origin = browser, origin
        self.complaints: list[str] = []
        self.contexts: list[Any] = []

    def __call__(self, section: str = "", **options: Any) -> Page:
        context = self._browser.new_context(**{"viewport": WIDE, "locale": "zh-CN", **options})
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._note)
        page.on("request", self._check)
        page.goto(f"{self._origin}/#{section}")
        expect(page.locator("#link")).to_have_attribute("data-state", "live")
        return page

    def _note(self, told: Any) -> None:
        # Chromium reports each answer of 4xx, which for an API is an ordinary answer.
        if told.type == "error" and "status of 400" not in told.text:
            self.complaints.append(told.text)

    def _check(self, request: Any) -> None:
        if not request.url.startswith((f"{self._origin}/", "blob:", "data:")):
            self.complaints.append(f"leaves the machine: {request.url}")


@pytest.fixture
def visit(browser: Browser, cloud: SmallCloud) -> Iterator[Visit]:
    one = Visit(browser, f"http://{HOST}:{cloud.ports.console}")
    yield one
    for context in one.contexts:
        context.close()
    assert one.complaints == []


def invocation(number: int, **more: Any) -> dict[str, Any]:
    at = 1_700_000_000.0 + number
    asked = {"function": "register", "trigger": "http", "method": "POST", "path": "/platform/register/register"}
    came = {"status": 200, "error": None, "cold": number == 1, "ms": 12.5, "billed_ms": 13, "memory_mb": 61.0}
    where = {"id": f"request-{number}", "instance": "c-1", "at": at, "started": at, "log": f"line of {number}\n"}
    return {**asked, **came, **where, **more}


def send(cloud: SmallCloud, to: str, text: str, channel: str = "sms", **params: str) -> None:
    cloud.outbox.add(channel=channel, to=to, template="S", params=params, text=text, at=cloud.clock.now())


@pytest.fixture
def lively(stores: SmallCloud) -> SmallCloud:
    """A cloud in which every section has something to show."""
    send(stores, "anna@example.com", "Please confirm: 730184.", "mail", subject="Confirm")
    send(stores, "13800138000", "码 482913", code="482913")
    stores.functions.records = [invocation(2, status=None, ms=None), invocation(1)]
    stores.functions.next = stores.clock.now() + 3600
    stores.faults.add(Fault("tablestore", "*", "error", code="OTSServerBusy", share=0.5))
    stores.meter.add("sms.message", 3)
    stores.aliyun._calls.add("sms", "SendSms", 1.5, ok=True, mark="told", billed=True)
    stores.wait(stores.snapshots.save("yesterday"))
    return stores


def test_every_section_shows_what_there_is_in_either_language_and_light(visit: Visit, lively: SmallCloud) -> None:
    for language, scheme in (("zh-CN", "light"), ("en-GB", "dark")):
        page = visit(locale=language, color_scheme=scheme)
        links = page.locator("nav a[href^='#']").all()
        assert [(link.get_attribute("href") or "")[1:] for link in links] == list(CONTENT)
        for section, content in CONTENT.items():
            page.locator(f"#nav-{section}").click()
            place = page.locator(f"main > section#{section}")
            if section == "samples":
                expect(place.locator("[name=expires]").first).to_have_value(content)
            else:
                expect(place).to_contain_text(content)
            assert page.locator("#nav [aria-current=page]").get_attribute("href") == f"#{section}"
            seen = [one for one in page.evaluate(FLAWS) if not one.endswith(" h1") and one != "no language"]
            assert seen == [], (section, scheme)
            if language != "zh-CN":
                words = page.evaluate("[...document.querySelectorAll('main [data-t]')].map((one) => one.innerText)")
                assert not [text for text in words if any("\u4e00" <= letter <= "\u9fff" for letter in text)], section


def test_news_appear_by_themselves_and_disturb_nothing(visit: Visit, cloud: SmallCloud) -> None:
    cloud.functions.records = [invocation(1)]
    page = visit("invocations")
    first = page.get_by_role("button", name="register：查看日志")
    first.press("Enter")
    expect(page.get_by_text("line of 1")).to_be_visible()
    cloud.functions.records = [
        invocation(2, status=500, log="Traceback (most recent call last):\nKeyError: 'x'\n"),
        invocation(1),
    ]
    cloud.changes.ring("invocations")
    expect(page.locator("#invocations-list tbody")).to_have_count(2)
    expect(page.get_by_text("line of 1")).to_be_visible()
    expect(first.last).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("register 调用失败：500")
    first.first.click()
    expect(page.locator(".line.raised")).to_contain_text("KeyError")
    page.get_by_label("结果", exact=True).select_option("ok")
    expect(page.locator("#invocations-list tbody")).to_have_count(1)


def test_a_message_reaches_its_phone_with_the_code_to_copy(visit: Visit, cloud: SmallCloud) -> None:
    page = visit("outbox")
    expect(page.locator("#outbox-list")).to_contain_text("还没有消息")
    send(cloud, "13800138000", "码 482913", code="482913")
    expect(page.locator("#outbox-thread").get_by_role("button", name="复制验证码 482913")).to_be_visible()
    expect(page.locator("#nav-outbox")).to_contain_text("1")
    send(cloud, "anna@example.com", "Hello", "mail", subject="Confirm")
    expect(page.locator("#outbox-who")).to_have_text("anna@example.com")
    page.locator("#outbox-list .open").last.click()
    expect(page.locator("#outbox-who")).to_have_text("13800138000")
    page.get_by_label("筛选收件人或内容").fill("anna")
    expect(page.locator("#outbox-list > li")).to_have_count(1)


def test_the_page_says_when_the_cloud_is_gone_and_goes_on_when_it_is_back(browser: Browser, cloud: SmallCloud) -> None:
    other = copy.copy(cloud)
    other.ports = Ports.below(0)
    first, second = ConsoleService(other), ConsoleService(other)  # type: ignore[arg-type]
    visit = Visit(browser, f"http://{HOST}:{other.ports.console}")
    cloud.wait(first.start())
    page = visit()
    cloud.wait(first.stop())
    expect(page.get_by_role("alert")).to_contain_text("连接不上本地云")
    send(cloud, "13800138000", "码 482913", code="482913")
    cloud.wait(second.start())
    expect(page.get_by_role("button", name="复制验证码 482913")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    visit.contexts[0].close()
    cloud.wait(second.stop())
    assert [one for one in visit.complaints if "ERR_CONNECTION_REFUSED" not in one] == []


def test_a_snapshot_brings_back_what_was(visit: Visit, stores: SmallCloud) -> None:
    page = visit("snapshots")
    page.get_by_label("快照名称").fill("before")
    page.get_by_role("button", name="保存快照").click()
    expect(page.get_by_role("status")).to_contain_text("已保存快照 before")
    stores.oss.reset()
    page.get_by_role("button", name="恢复快照 before").click()
    page.get_by_role("button", name="取消").click()
    assert stores.oss.list_objects("menjin")["objects"] == []
    page.get_by_role("button", name="恢复快照 before").click()
    page.get_by_role("dialog").get_by_role("button", name="恢复").click()
    expect(page.get_by_role("status")).to_contain_text("已恢复到 before")
    page.locator("#nav-objects").click()
    page.get_by_role("button", name="front.png").click()
    picture = page.get_by_role("dialog").get_by_role("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("(one) => one.naturalWidth") == 1


def test_a_reset_asks_first(visit: Visit, cloud: SmallCloud) -> None:
    page = visit("snapshots")
    page.get_by_role("button", name="重置本地云").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="重置本地云")).to_be_focused()
    assert cloud.forgotten == 0
    page.get_by_role("button", name="重置本地云").click()
    page.get_by_role("button", name="清空", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已重置")
    assert cloud.forgotten == 1


def test_the_keyboard_is_enough(visit: Visit, cloud: SmallCloud) -> None:
    page = visit()
    keys = page.keyboard
    keys.press("Tab")
    expect(page.get_by_role("link", name="跳到内容")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.locator("#nav-overview").focus()
    for key in ("ArrowDown", "ArrowDown", "End", "Home", "ArrowUp", "ArrowDown", "ArrowDown"):
        keys.press(key)
    expect(page.locator("#nav-invocations")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", name="函数调用", level=1)).to_be_focused()
    keys.press("/")
    expect(page.locator("#invocations-filter")).to_be_focused()
    keys.type("?")
    expect(page.locator("#invocations-filter")).to_have_value("?")
    page.locator("main").focus()
    keys.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("main")).to_be_focused()
    keys.press("]")
    keys.press("]")
    expect(page.get_by_role("heading", name="定时器", level=1)).to_be_focused()
    page.get_by_role("button", name="立即触发 nightly").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已触发 nightly")
    assert cloud.functions.fired == ["nightly"]


def test_the_clock_goes_to_the_next_timer(visit: Visit, cloud: SmallCloud) -> None:
    cloud.functions.next = cloud.clock.now() + 3600
    page = visit("clock")
    page.get_by_role("button", name="＋1 分钟").click()
    expect(page.locator("#offset")).to_have_text("快 1分")
    page.get_by_role("button", name="到下一个定时器").click()
    expect(page.locator("#offset")).to_contain_text("快 1小时")
    assert cloud.functions.next <= cloud.clock.now() < cloud.functions.next + 5


def test_a_fault_is_asked_for_and_cleared(visit: Visit, cloud: SmallCloud) -> None:
    page = visit("faults")
    page.get_by_label("服务", exact=True).select_option("sms")
    expect(page.locator("#fault-codes option[value='isv.AMOUNT_NOT_ENOUGH']")).to_have_count(1)
    page.get_by_label("故障", exact=True).select_option("delay")
    page.get_by_label("毫秒").fill("")
    page.get_by_role("button", name="注入", exact=True).click()
    expect(page.locator("#faults-error")).to_contain_text("delay_ms")
    page.get_by_label("毫秒").fill("250")
    page.get_by_role("button", name="注入", exact=True).click()
    expect(page.locator("#faults-list")).to_contain_text("sms · *")
    assert [fault.delay_ms for fault in cloud.faults.all()] == [250]
    cloud.faults.take("sms", "SendSms")
    expect(page.locator("#faults-list")).to_contain_text("没有故障")
    expect(page.get_by_role("button", name="全部清除")).to_be_disabled()


def test_an_invented_person_is_drawn_and_registered(visit: Visit, cloud: SmallCloud) -> None:
    page = visit("samples")
    form = page.locator("#sample-front")
    name = form.get_by_label("姓名").input_value()
    form.get_by_role("button", name="生成").click()
    expect(form.get_by_role("img")).to_be_visible()
    form.get_by_role("button", name="登记到实名库").click()
    expect(page.get_by_role("status")).to_contain_text(f"已登记 {name}")
    assert name in [person["name"] for person in cloud.aliyun.registry.persons()]


def test_a_phone_shows_it_all_without_scrolling_sideways(visit: Visit, lively: SmallCloud) -> None:
    page = visit(viewport=PHONE, has_touch=True, reduced_motion="reduce")
    for section, content in CONTENT.items():
        page.evaluate("(section) => { location.hash = section; }", section)
        place = page.locator(f"main > section#{section}")
        if section != "samples":
            expect(place).to_contain_text(content)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), section
    page.get_by_role("button", name="更多").click()
    page.get_by_role("link", name="收件箱").click()
    expect(page.get_by_role("link", name="故障注入")).to_be_hidden()
    page.locator("#outbox-list .open").first.click()
    expect(page.locator("#outbox-thread")).to_contain_text("482913")
    page.keyboard.press("Escape")
    expect(page.locator("#outbox-thread")).to_be_hidden()


def test_language_and_colours_are_remembered_and_nothing_else(visit: Visit, cloud: SmallCloud) -> None:
    send(cloud, "13800138000", "码 482913", code="482913")
    page = visit("outbox")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Outbox", level=1)).to_be_visible()
    page.get_by_role("button", name="Light or dark").click()
    page.get_by_label("Filter by recipient or text").fill("13800138000")
    page.locator("#outbox-list .open").click()
    page.reload()
    expect(page.get_by_role("heading", name="Outbox", level=1)).to_be_visible()
    assert page.url.endswith("/#outbox")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert kept == '[{"console.language":"en","console.theme":"light"},{},""]'
