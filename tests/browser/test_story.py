"""The whole story in a browser, from the registration page to 已通过, and the pages' manners on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import BACK, FRONT, PHONE, Visitor, fire_timer
from tests.product import PASSWORD, Product, new_person, new_phone, wait_for

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_somebody_registers_and_is_certified(visit: Visit, product: Product) -> None:
    visitor, phone, person = visit(), new_phone(), new_person()
    page = visitor.page
    product.console.post("/api/registry", json={"persons": [person]})
    card, state = visitor.card(), visitor.state()

    visitor.open("register.html")
    visitor.ask_for_code(phone)
    expect(page.get_by_role("button", name="秒后重发")).to_be_disabled()
    visitor.shoot("01-registration")
    console = visitor.console()
    console.get_by_role("link", name="收件箱").click()
    code = console.get_by_role("listitem").filter(has_text=phone).get_by_role("button", name="复制验证码")
    page.get_by_label("短信验证码").fill((code.get_attribute("aria-label") or "").removeprefix("复制验证码 "))
    page.get_by_role("textbox", name="密码").fill(PASSWORD)
    page.get_by_role("button", name="注册", exact=True).click()
    page.wait_for_url("**/index.html")
    expect(state).to_have_text("未认证")
    visitor.shoot("02-registered")

    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login.html")
    page.get_by_label("手机号、用户名或邮箱").fill(phone)
    page.get_by_role("textbox", name="密码").fill(PASSWORD)
    visitor.shoot("03-login")
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/index.html")

    card.get_by_label("我同意").check()
    card.get_by_label("真实姓名").fill(person["name"])
    card.get_by_label("身份证号码", exact=True).fill(person["number"])
    bar = page.get_by_role("progressbar", name="人像面上传进度")
    visitor.slow_line(50_000)
    visitor.choose(FRONT, visitor.specimen(side="front", **person))
    expect(bar).to_be_visible()
    assert 0 < wait_for(lambda: bar.evaluate("bar => bar.value")) < 1
    visitor.shoot("04-uploading")
    visitor.slow_line(-1)
    visitor.choose(BACK, visitor.specimen(side="back", expires="2039-03-07"))
    expect(card.get_by_text("✓ 已上传")).to_have_count(2)
    expect(bar).to_be_hidden()
    visitor.shoot("05-uploaded")

    page.get_by_role("button", name="提交认证").click()
    expect(state).to_have_text("审核中")
    visitor.shoot("06-under-review")
    fire_timer(console, "certify_run")
    expect(state).to_have_text("已通过")
    expect(page.get_by_text("2039年3月7日")).to_be_visible()
    message = page.locator("[data-messages]").get_by_role("listitem")
    expect(message).to_have_count(1)
    expect(message).to_contain_text("您提交的实名认证已通过")
    visitor.shoot("07-certified")

    console.get_by_role("link", name="收件箱").click()
    told = console.locator("#outbox-list").get_by_role("listitem").filter(has_text="您提交的实名认证已通过")
    expect(told.filter(has_text="短信").filter(has_text=phone)).to_have_count(1)
    expect(told.filter(has_text="站内")).not_to_have_count(0)
    message.get_by_role("button", name="标为已读").click()
    expect(message.get_by_role("button")).to_have_count(0)
    page.reload()
    expect(message).to_be_visible()
    expect(message.get_by_role("button")).to_have_count(0)
    assert (visitor.complaints, visitor.refusals) == ([], 0)


def test_registration_with_the_keyboard_alone_tells_each_error_beside_its_field(visit: Visit) -> None:
    visitor, phone = visit(viewport=PHONE, has_touch=True), new_phone()
    page, keys = visitor.open("register.html"), visitor.page.keyboard
    field = {name: page.locator(f"#{name}") for name in ("phone", "captcha", "smsCode", "name", "password")}
    keys.press("Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    keys.press("Enter")
    keys.press("Tab")
    expect(field["phone"]).to_be_focused()

    keys.press("Enter")
    for name in ("phone", "smsCode", "password"):
        expect(visitor.error(name)).to_be_visible()
        expect(field[name]).to_have_attribute("aria-invalid", "true")
    expect(field["phone"]).to_be_focused()
    assert visitor.flaws() == []
    visitor.shoot("phone-01-empty")

    keys.type(phone)
    expect(visitor.error("phone")).to_be_empty()
    keys.press("Tab")
    visitor.captcha()
    first = page.locator("[data-captcha] img").get_attribute("src")
    keys.type("0000")
    keys.press("Enter")
    expect(visitor.error("captcha")).to_have_text("图片验证码错误")
    expect(page.locator("[data-captcha] img")).not_to_have_attribute("src", first or "")
    expect(field["captcha"]).to_be_focused()
    expect(field["captcha"]).to_have_value("")
    visitor.shoot("phone-02-captcha")

    keys.type(visitor.captcha().lower())
    keys.press("Enter")
    expect(field["smsCode"]).to_be_focused()
    keys.type("000000" if visitor.sms_code(phone) != "000000" else "000001")
    keys.press("Tab")
    keys.press("Tab")
    expect(field["password"]).to_be_focused()
    keys.type("1234567890")
    keys.press("Enter")
    expect(visitor.error("password")).to_contain_text("密码过于常见")
    expect(field["password"]).to_be_focused()
    keys.press("Control+a")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(visitor.error("smsCode")).to_have_text("短信验证码错误")
    expect(field["smsCode"]).to_be_focused()
    visitor.shoot("phone-03-code")

    keys.press("Control+a")
    keys.type(visitor.sms_code(phone))
    keys.press("Enter")
    page.wait_for_url("**/index.html")
    assert visitor.complaints == []


def test_login_asks_for_a_captcha_after_failures_and_offers_a_code(visit: Visit, product: Product) -> None:
    person, visitor = product.register(), visit()
    person.browser.close()
    page = visitor.open("index.html")
    page.wait_for_url("**/login.html?again")
    expect(page.get_by_text("请登录后继续")).to_be_visible()
    page.get_by_label("手机号、用户名或邮箱").fill(person.phone)
    password, guess = page.get_by_role("textbox", name="密码"), page.get_by_role("textbox", name="图片验证码")
    for number in range(4):
        password.fill(f"wrong password {number}")
        with page.expect_response("**/login/jwt"):
            password.press("Enter")
        expect(visitor.error("password")).to_have_text("账号或密码错误")
        expect(guess).to_be_hidden()
    password.fill(PASSWORD)
    password.press("Enter")
    expect(visitor.error("captcha")).to_have_text("需要图片验证码")
    expect(guess).to_be_focused()

    password_way = page.get_by_role("radio", name="密码登录")
    password_way.focus()
    password_way.press("ArrowRight")
    expect(page.get_by_role("radio", name="短信登录")).to_be_checked()
    expect(password).to_be_hidden()
    product.advance(60)  # The code that opened the account is a minute old before the next may be sent.
    visitor.ask_for_code(person.phone)
    page.get_by_label("短信验证码").fill(visitor.sms_code(person.phone))
    page.get_by_label("短信验证码").press("Enter")
    page.wait_for_url("**/index.html")
    assert visitor.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_sound_on_the_narrowest_phone(visit: Visit, scheme: str) -> None:
    visitor = visit(viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce")
    page = visitor.open("login.html")
    assert visitor.flaws() == []
    page.get_by_text("短信登录").click()
    page.get_by_role("button", name="登录", exact=True).click()
    assert visitor.flaws() == []
    visitor.open("register.html")
    visitor.captcha()
    page.get_by_role("button", name="注册", exact=True).click()
    assert visitor.flaws() == []
    visitor.register(new_phone())
    expect(visitor.state()).to_have_text("未认证")
    page.get_by_role("button", name="提交认证").click()
    expect(visitor.error("name")).to_be_visible()
    assert visitor.flaws() == []
    visitor.shoot(f"narrow-{scheme}")
    assert (visitor.complaints, visitor.refusals) == ([], 0)
