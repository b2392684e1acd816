"""The wire and only the wire: how the platform calls, how clients ask, how answers look."""

from menjin.contract.dialects.auth import auth, gateway
from menjin.contract.dialects.certify import certify
from menjin.contract.dialects.send import enterprise, send
from menjin.contract.dialects.systems import systems
from menjin.contract.dialects.user import user
from menjin.contract.event import Event
from menjin.contract.function import Function
from menjin.contract.request import Answer, Cookie, Request, Result

__all__ = [
    "Answer",
    "Cookie",
    "Event",
    "Function",
    "Request",
    "Result",
    "auth",
    "certify",
    "enterprise",
    "gateway",
    "send",
    "systems",
    "user",
]
