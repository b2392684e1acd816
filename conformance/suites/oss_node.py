"""ali-oss's own suite against the client as npm has it: each file's tests run with V4 signatures and again with V1.

The object file holds the only public live tests of POST policies. Each file runs with buckets as host names under
``oss.localhost``, and again with the vendor's own host names, which a hook leads to the local cloud. The client's XML
parser, sax, is held at the version of the suite's own lock: later ones refuse references to control characters, which
one test has in its keys.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from conformance import cloud
from conformance.cases import Case
from conformance.needs import Checkout, Node
from conformance.suites import mochas
from conformance.suites.base import Place, Suite

_CHECKOUT = Checkout("https://github.com/ali-sdk/ali-oss", "fa263d22ca4c6599cb987c3db6325c86c7a5dc6b")
_PACKAGES = Node("oss")
_STYLES = ("host", "public")
_UTILITIES = ("checkConfigValid", "deepCopy", "omit", "retry")


def _suite(name: str, style: str, files: tuple[str, ...], bar: int, *, floor: int) -> Suite:
    def run(place: Place) -> list[Case]:
        packages = place.found[_PACKAGES]
        _CHECKOUT.copy(place.found[_CHECKOUT], place.folder, "test")
        for part in ("lib", "shims", "dist", "package.json"):
            source = packages / "node_modules" / "ali-oss" / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, place.folder / part)
        (place.folder / "node_modules").symlink_to(packages / "node_modules")
        endpoint, hosts = place.cloud.oss_in(style)
        environment = {
            "ALI_SDK_OSS_ID": cloud.KEY_ID,
            "ALI_SDK_OSS_SECRET": cloud.KEY_SECRET,
            "ALI_SDK_OSS_REGION": f"oss-{cloud.REGION}",
            "ALI_CLOUD_ENDPOINT": endpoint,
            "ALI_SDK_STS_ID": cloud.KEY_ID,
            "ALI_SDK_STS_SECRET": cloud.KEY_SECRET,
            "ALI_SDK_STS_BUCKET": "suite",
            "ALI_SDK_STS_ROLE": f"acs:ram::{cloud.ACCOUNT}:role/suite",
            **hosts,
        }
        hooks: list[str | Path] = ["should", mochas.HOOKS / "hosts.js"]
        tests = [f"test/node/{file}.test.js" for file in files]
        return mochas.run(place, packages, tests, environment=environment, hooks=hooks)

    names = "virtual hosts" if style == "host" else "public host names"
    return Suite(
        f"oss-node-{name}-{style}",
        f"ali-oss 6.23.0, V4 and V1, {names}",
        (_CHECKOUT, _PACKAGES),
        run,
        bar,
        "oss-node",
        floor,
    )


_OTHERS = ("client", "dataFix", "signature", "utils", *(f"utils/{name}" for name in _UTILITIES))

SUITES = (
    *(_suite("object", style, ("object",), 315, floor=0) for style in _STYLES),
    *(_suite("bucket", style, ("bucket",), 144, floor=0) for style in _STYLES),
    *(_suite("multipart", style, ("multipart",), 74, floor=0) for style in _STYLES),
    _suite("others", "public", _OTHERS, 63, floor=56),
)
