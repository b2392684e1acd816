"""Layers."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from pathlib import Path
from typing import Any

from emulator.functions import documents, rules, staging
from emulator.functions.api import wire
from emulator.functions.api.operations.context import Context, now
from emulator.functions.errors import FcError, invalid
from emulator.shared.folder import remove
from emulator.shared.options import ACCOUNT, REGION


async def publish(context: Context, call: wire.Call) -> wire.Answer:
    """CreateLayerVersion."""
    name, document = call.names["layer"], call.document()
    documents.ensure(rules.name(name))
    text = documents.text(documents.mapping(document, "code"), "zipFile")
    if not text:
        raise invalid("code: zipFile is required; code in OSS is not emulated")
    async with context.deployer.changing:
        version = max([number for layer, number in context.deployer.layers.published if layer == name], default=0) + 1
        shown: dict[str, Any] = {
            "layerName": name,
            "version": version,
            "arn": f"acs:fc:{REGION}:{ACCOUNT}:layers/{name}/versions/{version}",
            "description": documents.text(document, "description"),
            "compatibleRuntime": list(documents.texts(document, "compatibleRuntime")),
            "createTime": now(),
        }
        folder = _home(context, name, version)
        shown = await asyncio.to_thread(_store, text, folder, shown)
        context.deployer.layers.published[name, version] = folder / "opt"
    return wire.say(shown)


async def list_all(context: Context, call: wire.Call) -> wire.Answer:
    """ListLayers: the newest version of each."""
    newest = {name: _read(context, name, version) for name, version in sorted(context.deployer.layers.published)}
    return wire.page(call, "layers", list(newest.items()))


async def versions(context: Context, call: wire.Call) -> wire.Answer:
    """ListLayerVersions."""
    name = call.names["layer"]
    found = sorted(version for layer, version in context.deployer.layers.published if layer == name)
    return wire.say({"layers": [_read(context, name, version) for version in found]})


async def get(context: Context, call: wire.Call) -> wire.Answer:
    """GetLayerVersion."""
    return wire.say(_read(context, call.names["layer"], int(call.names["version"])))


async def by_arn(context: Context, call: wire.Call) -> wire.Answer:
    """GetLayerVersionByArn."""
    named = rules.layer(call.names["arn"])
    if named is None:
        raise invalid(f"'{call.names['arn']}' is not a layer's ARN")
    return wire.say(_read(context, *named))


async def delete(context: Context, call: wire.Call) -> wire.Answer:
    """DeleteLayerVersion."""
    name, version = call.names["layer"], int(call.names["version"])
    context.deployer.layers.published.pop((name, version), None)
    await asyncio.to_thread(remove, _home(context, name, version))
    return wire.nothing()


def published(home: Path) -> dict[tuple[str, int], Path]:
    """What was published in earlier runs."""
    return {
        (record.parent.parent.name, int(record.parent.name)): record.parent / "opt"
        for record in (home / "published").glob("*/*/layer.json")
    }


def _home(context: Context, name: str, version: int) -> Path:
    return context.home / "published" / name / str(version)


def _store(text: str, folder: Path, shown: dict[str, Any]) -> dict[str, Any]:
    try:
        archive = base64.b64decode(text, validate=True)
        remove(folder)
        staging.build(folder / "opt", lambda draft: staging.unpack(archive, draft))
    except (binascii.Error, staging.StagingError) as problem:
        raise invalid(f"code.zipFile: {problem}") from problem
    shown = {**shown, "codeSize": len(archive), "codeChecksum": str(staging.checksum(archive))}
    (folder / "layer.json").write_text(json.dumps(shown), "utf-8")
    return shown


def _read(context: Context, name: str, version: int) -> dict[str, Any]:
    if (name, version) not in context.deployer.layers.published:
        raise FcError("LayerVersionNotFound", f"layer '{name}' version {version} does not exist")
    shown: dict[str, Any] = json.loads((_home(context, name, version) / "layer.json").read_text("utf-8"))
    return shown
