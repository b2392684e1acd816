"""A person's certification in a browser that does not go straight: refused, expired, pictures that will not do."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from menjin.clock import CHINA
from tests.browser.visitor import BACK, FRONT, Visitor
from tests.product import Product, new_person

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_what_did_not_pass_says_why_and_can_be_corrected(visit: Visit, product: Product) -> None:
    account, visitor, person = product.register(), visit(), new_person()
    visitor.become(account)
    page, state = visitor.open("index.html"), visitor.state()
    visitor.certify({**person, "name": "李四"}, pictured=person)
    product.fire()
    expect(state).to_have_text("未通过")
    card = visitor.card()
    expect(card.get_by_text("原因：姓名与证件照片不一致，请核对后重新提交")).to_be_visible()
    expect(page.locator("[data-messages]").get_by_role("listitem")).to_contain_text("未通过")
    expect(card.get_by_label("真实姓名")).to_have_value("李四")
    expect(card.get_by_text(re.compile(r"已保存 \d\*+[\dX]，不修改可留空"))).to_be_visible()
    expect(card.get_by_text("✓ 已上传")).to_have_count(2)
    assert visitor.flaws() == []
    visitor.shoot("not-passed")

    card.get_by_label("真实姓名").fill(person["name"])
    card.get_by_label("身份证号码", exact=True).fill(_slipped(person["number"]))
    card.get_by_role("button", name="重新提交").click()
    expect(visitor.error("consent")).to_have_text("请先阅读并同意")
    expect(visitor.error("idNumber")).to_have_text("身份证号码有误，校验位不符，请逐位核对")
    card.get_by_label("我同意").check()
    card.get_by_label("身份证号码", exact=True).fill("")
    card.get_by_role("button", name="重新提交").click()
    expect(state).to_have_text("审核中")
    expect(page.get_by_role("heading", name="实名认证", exact=True)).to_be_focused()
    assert (visitor.complaints, visitor.refusals) == ([], 0)
    account.browser.close()


def test_an_expired_card_is_replaced(visit: Visit, product: Product) -> None:
    person, visitor, card = product.register(), visit(), new_person()
    tomorrow = datetime.now(CHINA).date() + timedelta(days=1)
    person.submit(card, expires=tomorrow.isoformat())
    product.fire()
    visitor.become(person)
    page, state, shown = visitor.open("index.html"), visitor.state(), visitor.card()
    expect(state).to_have_text("已通过")
    expect(shown.get_by_text("到期后可在这里重新认证")).to_be_visible()
    product.advance(2 * 24 * 60 * 60)
    page.reload()
    expect(state).to_have_text("已过期")
    expect(shown.get_by_text(f"{tomorrow.year}年{tomorrow.month}月{tomorrow.day}日")).to_be_visible()
    expect(shown.get_by_text("这是上次的照片，请换成新证件的照片")).to_have_count(2)
    assert visitor.flaws() == []
    visitor.shoot("expired")

    shown.get_by_label("我同意").check()
    visitor.choose(FRONT, visitor.specimen(side="front", **card))
    visitor.choose(BACK, visitor.specimen(side="back", expires="long"))
    expect(shown.get_by_text("✓ 已上传")).to_have_count(2)
    shown.get_by_role("button", name="重新提交").click()
    expect(state).to_have_text("审核中")
    product.fire()
    expect(state).to_have_text("已通过")
    expect(shown.get_by_text("长期")).to_be_visible()
    assert (visitor.complaints, visitor.refusals) == ([], 0)
    person.browser.close()


def test_a_picture_that_will_not_do_is_refused_beside_its_side(visit: Visit, product: Product) -> None:
    account, visitor = product.register(), visit()
    visitor.become(account)
    page = visitor.open("index.html")
    picture = visitor.specimen(side="front", **new_person())
    visitor.choose(FRONT, picture)
    expect(visitor.error("consent")).to_have_text("请先阅读并同意")
    visitor.card().get_by_label("我同意").check()

    refused = visitor.error("identity1")
    visitor.choose(FRONT, b"GIF89a", "photo.gif", "image/gif")
    expect(refused).to_have_text("请选择 JPG 或 PNG 格式的照片")
    # Made in the page: so much takes seconds on its way into the browser.
    page.get_by_label(FRONT, exact=True).evaluate(
        """input => {
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(10 * 1024 * 1024 + 1)], "photo.jpg", { type: "image/jpeg" }));
            input.files = files.files;
            input.dispatchEvent(new Event("change"));
        }"""
    )
    expect(refused).to_have_text("照片不能超过 10 MB")
    visitor.choose(FRONT, b"no picture at all")
    expect(refused).to_have_text("无法打开这张照片，请换一张")
    visitor.choose(FRONT, _picture(8, "PNG"), "photo.png", "image/png")
    expect(refused).to_have_text("照片太小，看不清内容，请换一张")
    assert visitor.refusals == 0
    visitor.choose(FRONT, _picture(400, "WEBP"))
    expect(refused).to_contain_text("这张照片无法使用")
    visitor.choose(FRONT, _picture(400, "PNG"), "photo.png", "image/png")
    expect(page.locator("#identity1-status")).to_contain_text("照片较小（400 × 400 像素）")
    visitor.choose(FRONT, picture)
    expect(refused).to_be_empty()
    expect(page.locator("#identity1-status")).to_have_text("✓ 已上传")

    page.get_by_role("button", name="提交认证").click()
    expect(visitor.error("name")).to_have_text("请输入真实姓名")
    expect(visitor.error("identity2")).to_have_text("请上传身份证国徽面照片")
    visitor.shoot("incomplete")
    assert visitor.complaints == []
    account.browser.close()


def _picture(side: int, kind: str) -> bytes:
    """A picture that every browser shows; of a kind that the product takes or, as WebP, by its own look refuses."""
    content = io.BytesIO()
    Image.new("RGB", (side, side)).save(content, kind)
    return content.getvalue()


def _slipped(number: str) -> str:
    """The number with a slip of the pen in its last but one digit."""
    return number[:16] + str((int(number[16]) + 1) % 10) + number[17]
