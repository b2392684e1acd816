"""Administrators in a browser: the list, one record with its pictures, a dead letter given back, a run."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import PHONE, Visitor
from tests.documents.stage import ADMIN_PHONE, Stage
from tests.product import PASSWORD, Product, new_person

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


@pytest.fixture
def stage(product: Product) -> Iterator[Stage]:
    """The system that the pages are visited in, where nothing waits and no run is later than those to come."""
    one = Stage(product, product.system)
    run = one.administrator().get("admin/runs/last").json()["data"]
    if run and (ahead := datetime.fromisoformat(run["startedAt"]).timestamp() - time.time()) > 0:
        # An earlier test moved the clock, and had a run there.
        product.advance(ahead + 1)
    one.administrator().post("admin/requeue")
    product.fire()
    yield one
    one.close()


def test_an_administrator_gives_a_dead_letter_back_and_runs_it(visit: Visit, stage: Stage, product: Product) -> None:
    person, administrator, visitor = stage.registered(), stage.administrator(), visit()
    person.submit(new_person(), expires="long")
    product.fault(service="identity", operation="*", kind="drop")
    product.fire()
    visitor.become(administrator)
    visitor.open("index.html").get_by_role("link", name="认证管理").click()
    page, keys = visitor.page, visitor.page.keyboard
    page.wait_for_url("**/admin.html")
    expect(_figure(page, "待人工")).to_have_text("1")
    assert visitor.flaws() == []
    visitor.shoot("admin-01-list")

    page.get_by_label("只看待人工处理").check()
    row = _row(page, person.id)
    expect(row).to_contain_text("付费核验的结果在途中丢失")
    row.get_by_role("button", name="查看").focus()
    keys.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    expect(panel.get_by_text("您的这次查看已被记录")).to_be_visible()
    for side in ("身份证人像面", "身份证国徽面"):
        picture = panel.get_by_role("figure", name=side).locator("img")
        picture.evaluate("picture => picture.decode()")
        assert picture.evaluate("picture => picture.naturalWidth") > 500
    assert visitor.flaws() == []
    visitor.shoot("admin-02-record")
    panel.get_by_role("button", name="放大身份证人像面照片").click()
    panel.get_by_role("button", name="重新排队").click()
    expect(panel.get_by_text("已重新排队")).to_be_visible()
    expect(panel.get_by_role("button", name="重新排队")).to_be_hidden()
    keys.press("Escape")
    expect(panel).to_be_hidden()
    expect(row.get_by_role("button")).to_be_focused()
    expect(page.locator("img[src*='x-oss-signature']")).to_have_count(0)

    page.get_by_role("button", name="仅核验个人").click()
    expect(page.get_by_text("已开始核验个人")).to_be_visible()
    expect(_figure(page, "通过")).to_have_text("1")
    expect(page.locator("[data-run-state]")).to_have_text("已完成")
    page.get_by_label("只看待人工处理").uncheck()
    page.get_by_label("类型").select_option("企业")
    page.get_by_label("状态").select_option("已通过")
    page.get_by_label("类型").select_option("个人")
    expect(_row(page, person.id)).to_contain_text("已通过")
    page.get_by_label("提交已满（天）").fill("3651")
    keys.press("Enter")
    expect(visitor.error("days")).to_have_text("请输入 0–3650 的整数")
    page.get_by_label("提交已满（天）").fill("3650")
    keys.press("Enter")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    page.get_by_role("button", name="显示查看记录").click()
    expect(page.locator("[data-accesses]")).to_contain_text(
        f"管理员账号 {administrator.id} 查看了账号 {person.id} 的个人认证"
    )
    assert person.certification()["status"] == "PASS"
    assert (visitor.complaints, visitor.refusals) == ([], 0)


def test_the_list_goes_on_from_its_last_place_and_all_is_given_back(
    visit: Visit, stage: Stage, product: Product
) -> None:
    people = [stage.registered() for _ in range(2)]
    for one in people:
        one.submit(new_person(), expires="long")
    product.fault(service="identity", operation="*", kind="drop", times=2)
    product.fire()
    visitor = visit(viewport=PHONE, color_scheme="dark")
    visitor.become(stage.administrator())
    # The server's own stretches, cut short: twenty submissions would take a while.
    visitor.page.route("**/admin/certifications?*", lambda route: route.continue_(url=_short(route.request.url)))
    page = visitor.open("admin.html")
    page.get_by_label("只看待人工处理").check()
    rows = page.locator("[data-records]").get_by_role("listitem")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="更多").click()
    expect(rows).to_have_count(2)
    expect(rows.nth(1).get_by_role("button")).to_be_focused()
    assert {row.get_attribute("data-id") for row in rows.all()} == {f"{one.id}-person" for one in people}
    assert visitor.flaws() == []
    visitor.shoot("admin-03-phone")

    page.get_by_role("button", name="全部重新排队").click()
    page.get_by_role("button", name="取消").click()
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="全部重新排队").click()
    page.get_by_role("dialog").get_by_role("button", name="重新排队").click()
    expect(page.get_by_text("2 条已重新排队")).to_be_visible()
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    assert (visitor.complaints, visitor.refusals) == ([], 0)


def test_nobody_else_gets_in(visit: Visit, stage: Stage) -> None:
    stage.administrator()
    visitor = visit()
    page = visitor.open("admin.html")
    page.wait_for_url("**/login.html?again=admin")
    page.get_by_label("手机号、用户名或邮箱").fill(ADMIN_PHONE)
    page.get_by_role("textbox", name="密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/admin.html")
    expect(page.get_by_role("heading", name="最近一次核验")).to_be_visible()

    visitor.become(stage.registered())
    page.reload()
    expect(page.get_by_role("heading", name="您没有权限查看本页")).to_be_focused()
    expect(page.get_by_role("heading", name="认证记录")).to_be_hidden()
    assert visitor.flaws() == []
    visitor.shoot("admin-04-denied")
    page.get_by_role("link", name="回到我的账号").click()
    expect(visitor.state()).to_have_text("未认证")
    expect(page.get_by_role("link", name="认证管理")).to_be_hidden()
    assert visitor.complaints == []


def test_no_other_page_may_show_what_is_in_the_bucket(product: Product) -> None:
    bucket = f"http://127.0.0.1:{product.cloud.ports.oss}"
    with product.browser() as browser:
        for name in ("index.html", "admin.html"):
            policy = browser.get(f"/web/{product.system}/{name}").headers["content-security-policy"]
            (images,) = re.findall(r"img-src ([^;]+);", policy)
            assert (bucket in images.split()) == (name == "admin.html")


def _figure(page: Page, word: str) -> Locator:
    """A figure of the latest run."""
    return page.locator("[data-figures] div").filter(has=page.get_by_text(word, exact=True)).locator("dd")


def _row(page: Page, account: int) -> Locator:
    """The line about that person; the list goes on until it is there."""
    row = page.locator(f"[data-records] [data-id='{account}-person']")
    more = page.get_by_role("button", name="更多")
    expect(page.locator("[data-records]")).to_have_attribute("aria-busy", "false")
    while not row.count() and more.is_visible():
        with page.expect_response(re.compile("admin/certifications")):
            more.click()
    return row


def _short(url: str) -> str:
    return re.sub(r"pageSize=\d+", "pageSize=1", url)
