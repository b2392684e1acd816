"""The coverage page, ``emulator/COVERAGE.md``: ``make derive`` writes it, and a test compares.

What it says is proved over the wire, row by row, by ``test_coverage.py`` of each service.
"""

from __future__ import annotations

from emulator.aliyun.coverage import SECTION as ALIYUN
from emulator.console.coverage import SECTION as CONSOLE
from emulator.functions.coverage import SECTION as FUNCTIONS
from emulator.oss.coverage import SECTION as OSS
from emulator.redis.coverage import SECTION as REDIS
from emulator.shared.coverage import page
from emulator.tablestore.coverage import SECTION as TABLESTORE
from emulator.wechat.coverage import SECTION as WECHAT

SECTIONS = (FUNCTIONS, OSS, TABLESTORE, ALIYUN, WECHAT, REDIS, CONSOLE)
_INTRODUCTION = """\
<!-- Written by `make derive` from each service's `coverage.py`; a test compares. Change the code instead. -->

# What the local cloud emulates

Operation by operation: *emulated*, *partly* (what is missing is said), or *refused*, in the vendor's own error shape.
What is not listed is refused too. Each row is called over the wire by a test of its service, `test_coverage.py`, and
answers as it says here. How close the whole comes to the real services, the vendors' own test suites say:
`make conformance`.

Every service takes a request whose time is within 15 minutes of the local cloud's clock, which can be moved, or of real
time, by which a program outside goes. A moved clock stays moved over a restart, until a reset.

The session policy of a temporary key is read by one rule: a statement with anything but `Effect`, `Action` and
`Resource` (`Condition`, `NotAction` …) allows nothing, and as a `Deny` denies everything. FC refuses keys with a
policy.

Switches for tests that hold the running cloud in their hands are listed in `emulator/shared/switches.py`.
"""


def text() -> str:
    """The page as Markdown."""
    return page(_INTRODUCTION, SECTIONS)
