"""The own suites of the Function Compute 2.0 clients for Python and Node.

The Node suite names no address: it calls ``{account}.{region}.fc.aliyuncs.com``, which a hook leads to the local cloud.
Both deploy functions for interpreters of their day, Python 2.7 and Node 4 to 10. In the copies that are run they ask
for Python 3 instead, and the two small functions of the Node suite are ours, in Python (``figures``): so the suites get
past their first step, and what they then ask is about the service.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

from conformance import cloud
from conformance.cases import Case
from conformance.needs import HERE, Checkout, Node, Python
from conformance.suites import mochas, pytests
from conformance.suites.base import Place, Suite

_PYTHON_CHECKOUT = Checkout("https://github.com/aliyun/fc-python-sdk", "a4e2957bdd9281e12ff99a675b1c2d3111f57e92")
_NODE_CHECKOUT = Checkout("https://github.com/aliyun/fc-nodejs-sdk", "9e48fa7cb7fdab61f198ca67055e6586677b69f8")
_PYTHON = Python()
_PACKAGES = Node("clients")
_PYTHON_RUNTIME, _NODE_RUNTIME = re.compile(r"'python2\.7'"), re.compile(r"'nodejs[0-9.]+'")
_ROLE = f"acs:ram::{cloud.ACCOUNT}:role/suite"
_UNUSED = (
    "VPC_ID VSWITCH_IDS SECURITY_GROUP_ID NAS_SERVER_ADDR NAS_MOUNT_DIR LOG_PROJECT LOG_STORE JAEGER_ENDPOINT"
).split()
"""Settings of the Python suite about services of the vendor that a function may be tied to."""


def _run_python(place: Place) -> list[Case]:
    _PYTHON_CHECKOUT.copy(place.found[_PYTHON_CHECKOUT], place.folder, "test")
    tests = sorted(path.relative_to(place.folder) for path in (place.folder / "test").glob("*_test.py"))
    for path in tests:
        _ask_for_python3(place.folder / path, _PYTHON_RUNTIME)
    environment = dict.fromkeys(_UNUSED, "suite") | {
        "ENDPOINT": place.cloud.fc,
        "ACCESS_KEY_ID": cloud.KEY_ID,
        "ACCESS_KEY_SECRET": cloud.KEY_SECRET,
        "ACCOUNT_ID": cloud.ACCOUNT,
        "REGION": cloud.REGION,
        "CODE_BUCKET": "menjin",
        "USER_ID": "1000",
        "GROUP_ID": "1000",
        **dict.fromkeys(["STS_ROLE", "VPC_ROLE", "INVOCATION_ROLE", "INVOCATION_ROLE_SLS"], _ROLE),
    }
    return pytests.run(place, place.found[_PYTHON], tests, environment=environment, prefix="test.")


def _run_node(place: Place) -> list[Case]:
    packages = place.found[_PACKAGES]
    _NODE_CHECKOUT.copy(place.found[_NODE_CHECKOUT], place.folder, "test")
    for part in ("index.js", "lib", "package.json"):
        source = packages / "node_modules" / "@alicloud" / "fc2" / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place.folder / part)
    (place.folder / "node_modules").symlink_to(packages / "node_modules")
    _ask_for_python3(place.folder / "test" / "client.test.js", _NODE_RUNTIME)
    for name, figure in (("test", "main.py"), ("counter", "counter.py")):
        with zipfile.ZipFile(place.folder / "test" / "figures" / f"{name}.zip", "w") as archive:
            archive.write(HERE / "figures" / figure, figure)
    environment = {
        "ACCESS_KEY_ID": cloud.KEY_ID,
        "ACCESS_KEY_SECRET": cloud.KEY_SECRET,
        "ACCOUNT_ID": cloud.ACCOUNT,
        "REGION": cloud.REGION,
        "TRIGGER_BUCKET": "menjin",
        "JAEGER_ENDPOINT": "suite",
        **cloud.instead_of({".fc.aliyuncs.com": place.cloud.fc.removeprefix("http://")}),
    }
    hooks = [mochas.HOOKS / "hosts.js", mochas.HOOKS / "short_waits.js"]
    tests = ["test/client.test.js", "test/helper.test.js"]
    return mochas.run(place, packages, tests, environment=environment, hooks=hooks)


def _ask_for_python3(path: Path, runtime: re.Pattern[str]) -> None:
    path.write_text(runtime.sub("'python3'", path.read_text("utf-8")), "utf-8")


SUITES = (
    Suite("fc-python", "aliyun-fc2 2.5.2", (_PYTHON_CHECKOUT, _PYTHON), _run_python, bar=29, expected="fc-python"),
    Suite(
        "fc-node", "@alicloud/fc2 2.6.6", (_NODE_CHECKOUT, _PACKAGES), _run_node, bar=61, expected="fc-node", floor=4
    ),
)
