"""A company in a browser: closed until its founder passed, refused with a reason, corrected, passed with its code."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from menjin.values.credit_code import CreditCode
from menjin.values.id_number import IdNumber
from tests.browser.visitor import LICENCE, Visitor
from tests.product import Product, new_company, new_person

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_a_company_is_refused_corrected_and_gets_its_code(visit: Visit, product: Product) -> None:
    founder, licence, visitor = product.register(), new_company("李四"), visit()
    product.console.post("/api/registry", json={"companies": [licence]})
    visitor.become(founder)
    page = visitor.open("index.html")
    card, state = visitor.card("company"), visitor.state("company")
    expect(card.get_by_text("请先通过实名认证")).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)
    founder.submit(new_person())
    product.fire()
    page.reload()
    expect(card.get_by_text("取得企业编码")).to_be_visible()
    assert visitor.flaws() == []

    card.get_by_label("我有权代表").check()
    card.get_by_label("企业名称").fill(licence["name"])
    card.get_by_label("统一社会信用代码").fill(_wrong(licence["code"], 17))
    card.get_by_label("法定代表人姓名", exact=True).fill("王五")
    expect(visitor.error("licenceNumber")).to_have_text("统一社会信用代码有误，校验位不符，请逐位核对")
    card.get_by_label("统一社会信用代码").fill(licence["code"])
    card.get_by_role("button", name="保存草稿").click()
    expect(card.get_by_text("草稿已保存")).to_be_visible()
    page.reload()
    expect(card.get_by_label("企业名称")).to_have_value(licence["name"])
    expect(card.get_by_text(re.compile(r"已保存 91\*+..，不修改可留空"))).to_be_visible()
    expect(card.get_by_label("统一社会信用代码")).to_have_value("")

    card.get_by_label("我有权代表").check()
    card.get_by_label("企业电话").fill("0571-88886666")
    card.get_by_role("button", name="提交认证").click()
    expect(visitor.error("companyAddress")).to_have_text("请输入企业地址")
    expect(visitor.error("licence")).to_have_text("请上传营业执照照片")
    assert visitor.flaws() == []
    card.get_by_label("企业地址").fill("浙江省杭州市西湖区样例路 1 号")
    specimen = visitor.specimen("licence", **_printed(licence), expires="2039-03-07")
    visitor.choose(LICENCE, specimen)
    expect(card.get_by_text("✓ 已上传")).to_be_visible()
    visitor.shoot("company-01-filled")
    card.get_by_role("button", name="提交认证").click()
    expect(state).to_have_text("审核中")
    expect(card.get_by_role("heading", name="企业认证")).to_be_focused()

    product.fire()
    expect(state).to_have_text("未通过")
    expect(card.get_by_text("原因：法人姓名与执照不一致，请核对后重新提交")).to_be_visible()
    expect(card.get_by_label("法定代表人姓名", exact=True)).to_have_value("王五")
    assert visitor.flaws() == []
    visitor.shoot("company-02-refused")
    card.get_by_label("法定代表人姓名", exact=True).fill("李四")
    card.get_by_label("我有权代表").check()
    card.get_by_role("button", name="重新提交").click()
    expect(state).to_have_text("审核中")

    product.fire()
    expect(state).to_have_text("已通过")
    code = card.locator("strong").inner_text()
    assert re.fullmatch(r"[A-Z2-7]{10}", code)
    expect(card.get_by_role("button", name="复制企业编码")).to_be_visible()
    expect(card.get_by_text("2039年3月7日")).to_be_visible()
    told = page.locator("[data-messages]").get_by_role("listitem").first
    expect(told).to_contain_text(f"您提交的企业认证已通过，企业编码为 {code}")
    assert visitor.flaws() == []
    visitor.shoot("company-03-passed")
    assert (visitor.complaints, visitor.refusals) == ([], 0)
    founder.browser.close()


def test_numbers_are_checked_as_the_server_checks_them(visit: Visit) -> None:
    page = visit().open("login.html")
    numbers = [_wrong(new_person()["number"], place) for place in range(-1, 18)]
    codes = [_wrong(new_company()["code"], place) for place in range(-1, 18)]
    problems = page.evaluate(
        """async ([numbers, codes]) => {
            const { idNumberProblem, creditCodeProblem } = await import("./numbers.js");
            return [numbers.map(idNumberProblem), codes.map(creditCodeProblem)];
        }""",
        [numbers, codes],
    )
    for texts, found, kind in ((numbers, problems[0], IdNumber), (codes, problems[1], CreditCode)):
        taken = [_taken(kind, text) for text in texts]
        assert [problem == "" for problem in found] == taken, kind
        assert set(taken) == {True, False}


def _printed(licence: dict[str, str]) -> dict[str, str]:
    return {"company": licence["name"], "code": licence["code"], "legal": licence["legal"]}


def _wrong(number: str, place: int) -> str:
    """The number with a slip of the pen at that place, blanks and small letters; -1 for none."""
    if place >= 0:
        number = number[:place] + ("2" if number[place] == "1" else "1") + number[place + 1 :]
    return f" {number[:6]} {number[6:].lower()}"


def _taken(kind: type[IdNumber] | type[CreditCode], text: str) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True
