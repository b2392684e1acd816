"""The pictures of the READMEs, taken anew: ``python -m tests.browser.pictures``.

Plays the story with a fictitious person on a local cloud of its own and writes ``docs/images/``.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from emulator.cloud import running
from emulator.shared.options import Options, Ports
from tests.browser.chromium import find, launched
from tests.browser.visitor import Visitor, fire_timer
from tests.product import Product, new_person

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
WINDOW = {"width": 1100, "height": 600}
TALL_WINDOW = ViewportSize(width=1100, height=760)
"""The outbox shows a phone, whole."""
PHONE = "13800138000"


def main() -> int:
    """Write both pictures; 1 if there is no Chromium."""
    program = find()
    if program is None:
        sys.stderr.write("No Chromium found; set CHROMIUM to one.\n")
        return 1
    with tempfile.TemporaryDirectory() as data, launched(program) as browser:
        options = Options(root=ROOT, data=Path(data), ports=Ports.below(0))
        with running(options) as cloud:
            product = Product(cloud)
            visitor = Visitor(browser, product, viewport=WINDOW, color_scheme="light")
            _play(visitor)
            visitor.leave()
            product.close()
    return 0


def _play(visitor: Visitor) -> None:
    person = new_person(serial=20_240_229)
    visitor.product.console.post("/api/registry", json={"persons": [person]})
    visitor.register(PHONE)
    visitor.certify(person)
    console = visitor.console()
    fire_timer(console, "certify_run")
    expect(visitor.state()).to_have_text("已通过")
    expect(visitor.page.locator("[data-messages]").get_by_role("listitem")).to_have_count(1)
    console.set_viewport_size(TALL_WINDOW)
    console.get_by_role("link", name="收件箱").click()
    console.locator("#outbox-list").get_by_role("button", name=PHONE).click()
    expect(console.locator("#outbox-thread").get_by_role("listitem")).to_have_count(2)
    _write("certified", visitor.page)
    _write("console", console)


def _write(name: str, page: Page) -> None:
    """A few dozen colours are all that such a page has; a palette makes the picture small."""
    page.mouse.move(0, 0)
    page.evaluate("scrollTo(0, 0)")
    shown = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    IMAGES.mkdir(parents=True, exist_ok=True)
    shown.quantize(128, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)
    sys.stdout.write(f"docs/images/{name}.png\n")


if __name__ == "__main__":
    sys.exit(main())
