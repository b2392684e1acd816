"""Note what was uploaded: OSS's callback (HTTP) and OSS's event say the same, in any order, once or twice."""

import msgspec

from menjin import wiring
from menjin.assets.failures import UploadRefused
from menjin.assets.keys import key_of, parse_key
from menjin.assets.record_upload import record_upload
from menjin.clock import MINUTE, now
from menjin.contract import Event, Function, Request, Result, systems
from menjin.failures import Forbidden, NotFound

function = Function(wiring.receiving)
SLACK = 15 * MINUTE
"""A slow line may finish an upload after the policy ended: what counts for OSS is when it began."""


class Uploaded(msgspec.Struct):
    """The callback's body, as the policy wrote it."""

    bucket: str
    object: str
    upload: str


@function.route(systems, "POST /asset/callback")
def on_callback(request: Request, services: wiring.Receiving) -> Result:
    """OSS's own call, believed only with its signature and with our mark for this very key."""
    services.signatures.verify(request.headers, request.target, request.body)
    said = request.read(Uploaded)
    upload = services.tokens.read(said.upload, said.object, now(), SLACK)
    if said.bucket != services.bucket or said.object != key_of(upload.system, upload.account_id, upload.slot):
        raise Forbidden
    asset = record_upload(
        services.assets,
        services.pictures,
        system=upload.system,
        account_id=upload.account_id,
        slot=upload.slot,
        now=now(),
    )
    if asset is None:
        raise NotFound
    if not asset.usable:
        raise UploadRefused
    return Result(systems.asset(asset))


@function.event("oss")
def on_event(event: Event, services: wiring.Receiving) -> str:
    """An object has arrived. Keys that are not ours are left alone."""
    parsed = parse_key(event.text("oss", "object", "key"))
    if parsed is None or event.text("oss", "bucket", "name") != services.bucket:
        return "not_ours"
    system, account_id, slot = parsed
    asset = record_upload(
        services.assets, services.pictures, system=system, account_id=account_id, slot=slot, now=now()
    )
    return "gone" if asset is None else "usable" if asset.usable else "refused"


handler = function.handler
