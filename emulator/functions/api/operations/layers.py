"""Layers."""

from __future__ import annotations

import asyncio
from typing import Any

from emulator.functions import documents, rules, staging
from emulator.functions.api import downloads, wire
from emulator.functions.api.operations.code import archive
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError, invalid
from emulator.shared.options import ACCOUNT, REGION


async def publish(context: Context, call: wire.Call) -> wire.Answer:
    """CreateLayerVersion."""
    name, document = call.names["layer"], call.document()
    documents.ensure(rules.name(name))
    runtimes = list(documents.texts(document, "compatibleRuntime"))
    description = documents.text(document, "description")
    content = await archive(context, documents.mapping(documents.uncapitalised(document), "code"))
    checksum = await asyncio.to_thread(staging.checksum, content)
    published = context.deployer.published
    async with context.deployer.changing:
        number = context.state.count(f"layer {name}", published.newest(name) + 1)
        record: dict[str, Any] = {
            "layerName": name,
            "version": number,
            "arn": f"acs:fc:{REGION}:{ACCOUNT}:layers/{name}/versions/{number}",
            "description": description,
            "compatibleRuntime": runtimes,
            "codeSize": len(content),
            "codeChecksum": str(checksum),
            "createTime": now(),
            "acl": published.records.get((name, number - 1), {}).get("acl", 0),
        }
        try:
            await asyncio.to_thread(published.publish, (name, number), record, content)
        except staging.StagingError as problem:
            raise invalid(f"code: {problem}") from problem
        published.announce((name, number), record)
    return wire.say(_shown(context, record))


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListLayers: the newest version of each."""
    records = context.deployer.published.records
    newest = {version[0]: _shown(context, records[version]) for version in sorted(records)}
    return wire.page(call, "layers", newest.items())


async def versions(context: Context, call: wire.Call) -> wire.Answer:
    """ListLayerVersions, from ``startVersion`` on; ``nextVersion`` is the first that did not fit."""
    name, first, limit = call.names["layer"], call.parameter("startVersion", "0"), wire.limit(call)
    if not first.isdigit():
        raise invalid("startVersion: a whole number is expected")
    records = context.deployer.published.records
    found = sorted(version for version in records if version[0] == name and version[1] >= int(first))
    document: dict[str, Any] = {"layers": [_shown(context, records[version]) for version in found[:limit]]}
    if len(found) > limit:
        document["nextVersion"] = found[limit][1]
    return wire.say(document)


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetLayerVersion."""
    return wire.say(_shown(context, _record(context, call.names["layer"], int(call.names["version"]))))


async def by_arn(context: Context, call: wire.Call) -> wire.Answer:
    """GetLayerVersionByArn."""
    named = rules.layer(call.names["arn"])
    if named is None:
        raise invalid(f"'{call.names['arn']}' is not a layer's ARN")
    return wire.say(_shown(context, _record(context, *named)))


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteLayerVersion. Functions that have it keep it."""
    name, version = call.names["layer"], int(call.names["version"])
    _record(context, name, version)
    context.deployer.published.drop((name, version))
    return wire.nothing()


async def put_acl(context: Context, call: wire.Call) -> wire.Answer:
    """PutLayerACL: whether the layer, in all its versions, is public. Nobody else is here to use it."""
    name, public = call.names["layer"], call.parameter("public", "").lower()
    if public not in ("true", "false"):
        raise invalid("public: true or false is expected")
    if not context.deployer.published.newest(name):
        raise FcError("LayerNotFound", f"layer '{name}' does not exist")
    context.deployer.published.change(name, acl=int(public == "true"))
    return wire.nothing()


def _shown(context: Context, record: dict[str, Any]) -> dict[str, Any]:
    location = downloads.layer_url(context, record["layerName"], record["version"])
    return {**record, "code": {"repositoryType": "OSS", "location": location}}


def _record(context: Context, name: str, version: int) -> dict[str, Any]:
    found = context.deployer.published.records.get((name, version))
    if found is None:
        raise FcError("LayerVersionNotFound", f"layer '{name}' version {version} does not exist")
    return found
