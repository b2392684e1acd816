"""The console's page: who may load and call it, and that a browser can work with it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from emulator.shared.options import HOST
from tests.emulator.console.conftest import SmallCloud

STATIC = Path(__file__).parents[3] / "emulator" / "console" / "static"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.com"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1.example.com"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Host": "rebound.example.com"},
    ],
)
def test_pages_from_elsewhere_cannot_drive_it(http: httpx.Client, cloud: SmallCloud, headers: dict[str, str]) -> None:
    assert http.post("/api/clock", json={"advance_s": 60}, headers=headers).status_code == 403
    assert http.get("/api/outbox", headers=headers).status_code == 403
    assert cloud.clock.moved == 0


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_its_own_page_may_call_it_by_either_name(http: httpx.Client, cloud: SmallCloud, name: str) -> None:
    own = f"{name}:{cloud.ports.console}"
    answer = http.post("/api/clock", json={"advance_s": 1}, headers={"Host": own, "Origin": f"http://{own}"})
    assert answer.status_code == 200


def test_the_page_may_run_nothing_but_its_own_files(http: httpx.Client) -> None:
    answer = http.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|\son\w+=", answer.text)


def test_every_file_of_the_page_is_served_with_its_type(http: httpx.Client) -> None:
    types = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
    for file in STATIC.rglob("*.*"):
        answer = http.get(f"/{file.relative_to(STATIC).as_posix()}")
        assert answer.headers["content-type"].startswith(types[file.suffix]), file
        assert "http://" not in answer.text.replace("http://www.w3.org/2000/svg", ""), file
        assert "https://" not in answer.text, file


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    words = (STATIC / "words.js").read_text("utf-8")
    known = set(re.findall(r"^  (\w+): \[\"", words, re.MULTILINE))
    page = (STATIC / "index.html").read_text("utf-8")
    scripts = "".join(file.read_text("utf-8") for file in STATIC.rglob("*.js"))
    used = set(re.findall(r'data-t(?:-label)?="(\w+)"', page)) | set(re.findall(r'\bt\("(\w+)"', scripts))
    assert used - known == set()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Page]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        yield context.new_page()
        browser.close()


@pytest.fixture
def page(chromium: Page, cloud: SmallCloud) -> Iterator[Page]:
    complaints: list[str] = []
    chromium.on("pageerror", lambda error: complaints.append(str(error)))
    chromium.goto(f"http://{HOST}:{cloud.ports.console}/")
    yield chromium
    chromium.goto("about:blank")
    assert complaints == []


@pytest.mark.browser
def test_a_new_message_appears_by_itself_with_its_code(page: Page, cloud: SmallCloud) -> None:
    expect(page.locator("#outbox-list")).to_contain_text("还没有消息")
    cloud.outbox.add(channel="sms", to="13800138000", template="S", params={"code": "482913"}, text="码 482913", at=1.0)
    expect(page.get_by_role("button", name="复制验证码 482913")).to_be_visible()
    page.get_by_label("只看收件人").fill("139")
    expect(page.get_by_role("button", name="复制验证码 482913")).to_be_hidden()


@pytest.mark.browser
def test_sections_open_by_keyboard_and_name_the_one_shown(page: Page, cloud: SmallCloud) -> None:
    link = page.get_by_role("link", name="定时器")
    link.focus()
    page.keyboard.press("Enter")
    expect(link).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("heading", name="定时器", level=1)).to_be_focused()
    page.get_by_role("button", name="立即触发 nightly").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已触发 nightly")
    assert cloud.functions.fired == ["nightly"]


@pytest.mark.browser
def test_a_fault_is_armed_and_cleared(page: Page, cloud: SmallCloud) -> None:
    page.get_by_role("link", name="故障注入").click()
    page.get_by_label("服务", exact=True).select_option("sms")
    page.get_by_label("故障", exact=True).select_option("delay")
    page.get_by_label("毫秒").fill("")
    page.get_by_role("button", name="注入", exact=True).click()
    expect(page.locator("#faults-error")).to_contain_text("delay_ms")
    page.get_by_label("毫秒").fill("250")
    page.get_by_role("button", name="注入", exact=True).click()
    expect(page.locator("#faults-list")).to_contain_text("sms · *")
    assert [fault.delay_ms for fault in cloud.faults.all()] == [250]
    page.get_by_role("button", name="全部清除").click()
    expect(page.locator("#faults-list")).to_contain_text("没有故障")


@pytest.mark.browser
def test_an_invented_person_is_drawn_and_registered(page: Page, cloud: SmallCloud) -> None:
    page.get_by_role("link", name="样本图片").click()
    form = page.locator("#sample-front")
    name = form.get_by_label("姓名").input_value()
    form.get_by_role("button", name="生成").click()
    expect(form.get_by_role("img")).to_be_visible()
    form.get_by_role("button", name="登记到实名库").click()
    expect(page.get_by_role("status")).to_contain_text(f"已登记 {name}")
    assert name in [person["name"] for person in cloud.aliyun.registry.persons()]


@pytest.mark.browser
def test_a_reset_asks_first(page: Page, cloud: SmallCloud) -> None:
    page.get_by_role("link", name="重置").click()
    page.get_by_role("button", name="重置本地云").click()
    page.get_by_role("button", name="取消").click()
    assert cloud.forgotten == 0
    page.get_by_role("button", name="重置本地云").click()
    page.get_by_role("button", name="清空", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已重置")
    assert cloud.forgotten == 1


@pytest.mark.browser
def test_the_page_speaks_english_too_and_fits_a_phone(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Outbox")).to_be_visible()
    for section in page.locator("nav a[href^='#']").all():
        section.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), section.get_attribute("href")
    page.get_by_role("button", name="中文").click()


def invocation(number: int) -> dict[str, object]:
    return {
        "id": f"request-{number}",
        "function": "register",
        "trigger": "http",
        "method": "POST",
        "path": "/platform/register/register",
        "cold": False,
        "ms": 12.5,
        "status": 200,
        "error": None,
        "at": 1_700_000_000.0 + number,
        "log": f"line of {number}",
    }


@pytest.mark.browser
def test_an_open_log_stays_open_and_focused_while_new_ones_arrive(page: Page, cloud: SmallCloud) -> None:
    cloud.functions.records = [invocation(1)]
    page.get_by_role("link", name="函数调用").click()
    first = page.locator("#invocations-list summary").last
    first.press("Enter")
    expect(page.get_by_text("line of 1")).to_be_visible()
    cloud.functions.records = [invocation(2), invocation(1)]
    expect(page.locator("#invocations-list > li")).to_have_count(2)
    expect(page.get_by_text("line of 1")).to_be_visible()
    expect(page.locator("#invocations-list summary").last).to_be_focused()
    cloud.functions.records = []
    expect(page.locator("#invocations-list")).to_contain_text("没有符合的调用")
