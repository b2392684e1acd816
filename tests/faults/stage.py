"""A local cloud of its own with the three functions of certification, as they are at this moment, in real processes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from emulator.cloud import running
from emulator.shared.options import Options, Ports
from tests.small_cloud import ROOT, SmallCloud, furnished

FUNCTIONS = ("certify_run", "certify_sweep", "certify_item")
_PACE = {
    # How the vendors' limits are kept is another test's matter; here they would only take time.
    "OCR_PER_SECOND": "1000",
    "IDENTITY_PER_SECOND": "1000",
    "CERTIFY_ITEMS_PER_SECOND": "40",
}


@contextmanager
def stage(folder: Path, budget_yuan: int) -> Iterator[SmallCloud]:
    """The cloud for as long as the block lasts; ``budget_yuan`` is what a system may spend a day."""
    root = folder / "root"
    root.mkdir()
    _deploy(root, {**_PACE, "CERTIFY_BUDGET_YUAN_PER_DAY": str(budget_yuan)})
    # No limits in the vendors' services either: faults stand in for them.
    options = Options(root, folder / "data", Ports.below(0), prepare=False, identity_qps=0, ocr_qps=0)
    with running(options) as cloud:
        cloud.functions.switches.retry_delays = (0.1,)
        yield furnished(cloud)


def _deploy(root: Path, settings: dict[str, str]) -> None:
    """A copy: whoever edits the repository meanwhile changes nothing here. Without OSS triggers no upload is noted."""
    without = shutil.ignore_patterns("__pycache__")
    for name in FUNCTIONS:
        shutil.copytree(ROOT / "functions" / name, root / "functions" / name, ignore=without)
    shutil.copytree(ROOT / "layers" / "menjin", root / "layers" / "menjin", ignore=without)
    (root / "build").symlink_to(ROOT / "build")
    _write(root / "template.yml", _template())
    local = yaml.safe_load((ROOT / "local.yml").read_text("utf-8"))
    _write(root / "local.yml", {"environment": {**local["environment"], **settings}, "layers": local["layers"]})


def _template() -> dict[str, object]:
    """The deployment without its other functions and their domain; timers fire when they are told and not else."""
    template: dict[str, object] = yaml.safe_load((ROOT / "template.yml").read_text("utf-8"))
    resources = template["Resources"]
    assert isinstance(resources, dict)
    service = resources["menjin"]
    kept = {
        name: part
        for name, part in service.items()
        if not isinstance(part, dict) or part.get("Type") != "Aliyun::Serverless::Function" or name in FUNCTIONS
    }
    for name in FUNCTIONS:
        for event in kept[name].get("Events", {}).values():
            event["Properties"]["Enable"] = False
    return {**template, "Resources": {"menjin": kept}}


def _write(file: Path, content: dict[str, object]) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
