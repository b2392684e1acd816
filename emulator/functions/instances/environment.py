"""What a process of a function sees: environment variables, import path, boot record."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from emulator.functions.model import LATEST, Function, Service
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import ACCOUNT, REGION

BASE = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONIOENCODING": "utf-8:surrogateescape",
    "TZ": "UTC",
}
"""What every instance has; the zone is that of the cloud."""
_PATHS = ("PATH", "LD_LIBRARY_PATH", "NODE_PATH", "PYTHONUSERBASE")
"""Variables in which Funcraft names places under ``/code`` and ``/opt``."""


def variables(
    function: Function, overlay: Mapping[str, str], *, code: Path, opt: Path | None, scratch: Path, instance: str
) -> dict[str, str]:
    """The whole environment of an instance; nothing of the developer's own shell is in it.

    ``TMPDIR`` names the private scratch folder, which stands for the cloud's ``/tmp``.
    """
    declared = {**function.environment, **overlay}
    for name in _PATHS:
        if name in declared:
            declared[name] = _local(declared[name], code, opt)
    return {
        **BASE,
        "TMPDIR": str(scratch),
        **declared,
        "FC_FUNC_CODE_PATH": str(code),
        "FC_ACCOUNT_ID": ACCOUNT,
        "FC_REGION": REGION,
        "FC_FUNCTION_NAME": function.name,
        "FC_FUNCTION_HANDLER": function.handler,
        "FC_FUNCTION_MEMORY_SIZE": str(function.memory),
        "FC_INSTANCE_ID": instance,
        "FC_QUALIFIER": function.version or LATEST,
        **_of_the_service(function),
        "ALIBABA_CLOUD_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ACCESS_KEY_SECRET,
        "accessKeyID": ACCESS_KEY_ID,
        "accessKeySecret": ACCESS_KEY_SECRET,
    }


def _of_the_service(function: Function) -> dict[str, str]:
    if function.generation == "3.0":
        return {}
    return {"FC_SERVICE_NAME": function.service, "FC_VER_ID": function.version}


def boot_record(
    function: Function, service: Service, environment: Mapping[str, str], opt: Path | None, clock: Path
) -> dict[str, Any]:
    """The first frame an instance reads. ``clock`` is the folder of the package that moves its clock."""
    code = environment["FC_FUNC_CODE_PATH"]
    return {
        "environment": dict(environment),
        "code": code,
        "opt": str(opt) if opt else "",
        "path": _import_path(code, opt, environment.get("PYTHONUSERBASE")),
        "clock": str(clock),
        "context": {
            "credentials": {"access_key_id": ACCESS_KEY_ID, "access_key_secret": ACCESS_KEY_SECRET}
            | {"security_token": ""},
            "function": {"name": function.name, "memory": function.memory, "timeout": str(function.timeout)},
            "service": {
                "name": service.name,
                "log_project": service.log_project,
                "log_store": service.log_store,
                "qualifier": function.version or LATEST,
                "version_id": function.version,
            },
            "region": REGION,
            "account_id": ACCOUNT,
        },
    }


def _import_path(code: str, opt: Path | None, user_base: str | None) -> list[str]:
    site = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    layers = [str(opt / "python" / site), str(opt / "python")] if opt else []
    return [code, *layers, *([f"{user_base}/{site}"] if user_base else [])]


def _local(value: str, code: Path, opt: Path | None) -> str:
    return ":".join(_place(part, code, opt) for part in value.split(":"))


def _place(part: str, code: Path, opt: Path | None) -> str:
    for remote, local in (("/code", code), ("/opt", opt)):
        if local and (part == remote or part.startswith(remote + "/")):
            return str(local) + part[len(remote) :]
    return part
