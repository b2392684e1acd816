"""The RPC-style APIs (SMS, mail, OCR, identity, STS) by the vendor's clients of both families, in Python and in Node.

These clients have no public suite that speaks to a server, so the walks are ours (``conformance/walks``): what the
vendor documents, asked for by unmodified clients.
"""

from __future__ import annotations

from conformance import cloud
from conformance.cases import Case
from conformance.needs import HERE, Node, Python
from conformance.suites import mochas, pytests
from conformance.suites.base import Place, Suite

WALKS = HERE / "walks"
_PYTHON = Python()
_PACKAGES = Node("clients")


def _environment(place: Place) -> dict[str, str]:
    return {
        "CONFORMANCE_ALIYUN": place.cloud.aliyun,
        "CONFORMANCE_CONSOLE": place.cloud.console,
        "CONFORMANCE_KEY_ID": cloud.KEY_ID,
        "CONFORMANCE_KEY_SECRET": cloud.KEY_SECRET,
        "CONFORMANCE_ACCOUNT": cloud.ACCOUNT,
        "CONFORMANCE_REGION": cloud.REGION,
    }


def _run_python(place: Place) -> list[Case]:
    # One test adds faults for all, so they run one after the other.
    return pytests.run(place, place.found[_PYTHON], [WALKS], environment=_environment(place))


def _run_node(place: Place) -> list[Case]:
    packages = place.found[_PACKAGES]
    environment = _environment(place) | {"NODE_PATH": str(packages / "node_modules")}
    return mochas.run(place, packages, sorted(WALKS.glob("*.test.js")), environment=environment)


SUITES = (
    Suite("rpc-python", "core SDK 2.16.1 (V1), Tea (ACS3)", (_PYTHON,), _run_python, 23, "rpc", floor=0, limit=120),
    Suite("rpc-node", "pop-core 1.8.0 (V1), Tea (ACS3)", (_PACKAGES,), _run_node, 22, "rpc", floor=0, limit=120),
)
