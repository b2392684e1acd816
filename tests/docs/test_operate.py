"""What `docs/operate.md` tells an operator to do works on the local cloud, and its words are the product's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from menjin.configuration import RedisSettings
from menjin.contract.catalogue import CATALOGUE
from menjin.contract.log import cause_of
from menjin.settings import Misconfigured, load
from tests.docs.markdown import ROOT, blocks, prose
from tests.product import Product, new_person

PAGE = ROOT / "docs/operate.md"
ADDRESSES = {9998: "console", 9996: "tablestore", 9993: "fc"}


def test_a_dead_letter_is_found_and_given_back(product: Product, tmp_path: Path) -> None:
    waiting = product.register()
    waiting.submit(new_person())
    product.fault(service="identity", operation="*", kind="drop", times=1)
    product.fire()
    assert waiting.certification()["status"] == "AUTHEN"

    printed = _follow(product, tmp_path)

    assert printed.count(f"platform {waiting.id} person answer_lost\n") == 2
    product.fire()
    assert waiting.certification()["status"] == "PASS"
    waiting.browser.close()


def test_a_setting_that_is_missing_is_named_in_the_log() -> None:
    with pytest.raises(Misconfigured) as raised:
        load({}, (RedisSettings,))

    assert "REDIS_URL is missing" in cause_of(raised.value)


@pytest.mark.parametrize(
    "word",
    [
        "internal",
        "unavailable",
        "budget_spent",
        "too_often",
        "wrong_credentials",
        "foreign_origin",
        "forbidden",
        "signature_wrong",
        "sending_off",
    ],
)
def test_the_words_to_watch_are_those_of_the_log(word: str) -> None:
    assert word in CATALOGUE
    assert f"`{word}`" in prose(PAGE)


def _follow(product: Product, folder: Path) -> str:
    """Run the page's blocks against this local cloud; what they printed."""
    story = "\n".join(block.text for block in blocks(PAGE, "sh")).replace(".venv/bin/python", sys.executable)
    for port, service in ADDRESSES.items():
        assert f"127.0.0.1:{port}" in story
        story = story.replace(f"127.0.0.1:{port}", f"127.0.0.1:{getattr(product.cloud.ports, service)}")
    local = yaml.safe_load((ROOT / "local.yml").read_text("utf-8"))["environment"]
    settings = folder / "settings.env"
    settings.write_text("".join(f"{name}={value}\n" for name, value in local.items()), encoding="utf-8")
    run = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{story}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "SETTINGS": str(settings)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    product.settle()
    return run.stdout
