"""The page with the product's OpenAPI document: served whole from this machine, readable on a phone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from emulator.console.api_docs import DOCUMENT
from emulator.shared.options import HOST
from tests.browser.chromium import find, launched
from tests.emulator.console.conftest import SmallCloud

ROOT = Path(__file__).parents[3]
OF_EACH_DOCUMENT = {
    "A": "/{system}/login/jwt",
    "B": "/user/web/login",
    "C": "/send/getToken",
    "D": "/auth/login",
    "E": "/user/login",
}


@pytest.fixture
def _documented(cloud: SmallCloud) -> Iterator[None]:
    place = cloud.options.root / DOCUMENT
    place.parent.mkdir(exist_ok=True)
    shutil.copyfile(ROOT / DOCUMENT, place)
    yield
    place.unlink()


@pytest.mark.usefixtures("_documented")
def test_the_document_is_served_as_it_stands_in_the_repository(http: httpx.Client) -> None:
    answer = http.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == json.loads((ROOT / DOCUMENT).read_text("utf-8"))


def test_a_repository_without_the_document_is_told_so(http: httpx.Client) -> None:
    answer = http.get("/openapi.json")
    assert answer.status_code == 404
    assert answer.json() == {"error": "docs/openapi.json: not there; `make derive` writes it"}


def test_the_viewer_is_served_from_here(http: httpx.Client) -> None:
    assert http.get("/viewer/swagger-ui-bundle.js").headers["content-type"].startswith("text/javascript")
    assert http.get("/viewer/swagger-ui.css").headers["content-type"].startswith("text/css")


@pytest.fixture(scope="module")
def phone() -> Iterator[Page]:
    program = find()
    if program is None:
        pytest.skip("chromium is not installed")
    with launched(program) as browser:
        yield browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()


@pytest.mark.browser
@pytest.mark.usefixtures("_documented")
def test_an_operation_of_each_document_can_be_read_on_a_phone(phone: Page, cloud: SmallCloud) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("pageerror", lambda error: complaints.append(str(error)))
    phone.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    phone.goto(f"http://{HOST}:{cloud.ports.console}/")
    phone.get_by_role("button", name="更多").click()
    phone.get_by_role("link", name="接口文档").click()
    expect(phone.get_by_role("heading", name="接口文档", level=1)).to_be_visible()
    for letter, path in OF_EACH_DOCUMENT.items():
        tag = phone.locator(f"#operations-tag-{letter}")
        tag.click()
        # The viewer puts zero-width spaces where a path may break.
        phone.locator(f"#operations-tag-{letter} + *").locator(f'[data-path="{path}"]').first.click()
        expect(phone.locator(".opblock.is-open").get_by_text("Responses", exact=True)).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        tag.click()
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_role("heading", name="API", level=1, exact=True)).to_be_visible()
    phone.get_by_role("button", name="Light or dark").click()
    expect(phone.get_by_role("status")).to_have_text("Light")
    phone.get_by_role("button", name="中文").click()
    assert complaints == []
    assert [url for url in asked if not url.startswith((f"http://{HOST}:{cloud.ports.console}/", "data:"))] == []
    phone.goto("about:blank")
