"""Permit one upload straight to OSS."""

from typing import Literal

import msgspec

from menjin.assets.asset import Slot
from menjin.assets.grant_upload import grant_upload
from menjin.clock import now
from menjin.contract import Function, Request, Result, systems
from menjin.wiring import uploads as wiring

function = Function(wiring.granting)


class Wanted(msgspec.Struct):
    """What is to be uploaded."""

    slot: Slot
    type: Literal["image/jpeg", "image/png"] = "image/jpeg"


@function.route(systems, "GET,POST /asset/policy", session="required")
def on_systems(request: Request, services: wiring.Granting, wanted: Wanted) -> Result:
    """Document A: every form field to send, in order, and the names of the usual samples."""
    return Result(
        grant_upload(
            services.locks,
            services.policies,
            request.signed_in,
            slot=wanted.slot,
            kind=wanted.type,
            now=now(),
        )
    )


handler = function.handler
