"""What tests turn on a running emulator, all in one place; for everybody else it is right as it is.

One more is no value: ``functions.set_generation(key, "3.0")`` has a function called in the way of FC 3.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class FunctionsSwitches:
    """``cloud.functions.switches``."""

    retry_delays: Sequence[float] = (1.0, 2.0, 4.0, 8.0)
    """Seconds before the first, second, ... retry of a failed asynchronous invocation; the last one repeats. Shorter
    than the cloud's."""


@dataclass
class OssSwitches:
    """``cloud.oss.switches``."""

    private_callbacks: bool = True
    """Whether upload callbacks may go to loopback and private addresses, which the real service refuses."""
    callback_hosts: dict[str, str] = field(default_factory=dict)
    """``host:port`` of a callback URL → the ``host:port`` to call in its place."""


@dataclass
class AliyunSwitches:
    """``cloud.aliyun.switches``."""

    https_only: bool = False
    """Whether calls over plain HTTP, as all are here, are refused with ``InvalidProtocol.NeedSsl``."""
    numeric_codes: bool = False
    """Whether identity answers have ``Code``, ``BizCode`` and ``Status`` as numbers, as some of the vendor's samples
    do, where others have texts."""
    person_per_hour: int = 100
    """How often in an hour ``Id2MetaVerify`` is told about one person before it answers 403; 0 for no limit. The vendor
    does not publish its own figure."""
    receipt_delay_s: float = 0.0
    """After how many seconds the carrier's receipt of an SMS is there; until then its ``SendStatus`` is 1."""
    undelivered: dict[str, str] = field(default_factory=dict)
    """Phone number → the carrier's ``ErrCode``: the receipts of SMS to it tell of a failure, ``SendStatus`` 2."""
