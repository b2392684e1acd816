"""The Tablestore Python SDK's own suite: rows, tables, local transactions, filters and conditions.

The files that need search indexes, SQL or time series are left out. Of the 77 tests 19 pass on a server that answers
every call with an error: they check arguments. The suite's client is the published one; version 3.12 of Python is the
one for which the wheel brings the row codec in C++.
"""

from __future__ import annotations

from pathlib import Path

from conformance import cloud
from conformance.cases import Case
from conformance.needs import Checkout, Python
from conformance.suites import pytests
from conformance.suites.base import Place, Suite

_CHECKOUT = Checkout(
    "https://github.com/aliyun/aliyun-tablestore-python-sdk", "46d688236ab30e0c0a36adb48f70325a32cb189c"
)
_INSTANCE = "local"
_MODULES = (
    "row_op_test",
    "table_operation_test",
    "transaction_test",
    "filter_and_condition_update_unitttest",
    "sdk_param_unittest",
    "decoder_unittest",
    "enum_test",
)
_PREPARE = Path(__file__).parents[1] / "plugins" / "transaction_table.py"


def _suite(name: str, client: str, python: Python) -> Suite:
    def run(place: Place) -> list[Case]:
        _CHECKOUT.copy(place.found[_CHECKOUT], place.folder, "tests")
        environment = {
            "OTS_TEST_ENDPOINT": place.cloud.tablestore,
            "OTS_TEST_INSTANCE": _INSTANCE,
            "OTS_TEST_ACCESS_KEY_ID": cloud.KEY_ID,
            "OTS_TEST_ACCESS_KEY_SECRET": cloud.KEY_SECRET,
        }
        interpreter = place.found[python]
        place.must([interpreter, _PREPARE], environment)
        files = [f"tests/{module}.py" for module in _MODULES]
        # Tests delete one another's tables, so they run one after the other.
        return pytests.run(place, interpreter, files, environment=environment, plugins=["short_waits"], prefix="tests.")

    return Suite(name, client, (_CHECKOUT, python), run, bar=76, expected="tablestore-python", floor=19, limit=240)


SUITES = (
    _suite("tablestore-python", "tablestore 6.4.8, codec in Python and C", Python()),
    _suite("tablestore-python-cpp", "tablestore 6.4.8, codec in C++, Python 3.12", Python("3.12")),
)
