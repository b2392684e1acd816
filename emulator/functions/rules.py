"""What values Function Compute takes, one check per kind of value. Template and API share them.

A check returns the problems it found as sentences, none for a good value. Limits are those of the FC 2.0 manual and of
Funcraft's schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from emulator.functions.gateway.wire import METHODS
from emulator.functions.model import LATEST, Function, HttpTrigger, Key, OssTrigger, Rewrite, Trigger

RUNTIMES = ("python3", "python3.9", "python3.10")
LAYERS = 5
ENVIRONMENT_BYTES = 4096
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_-]{0,127}")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = ("accessKeyID", "accessKeySecret", "securityToken", "topic")
_LAYER = re.compile(r"acs:fc:[^:]+:[^:]+:layers/([A-Za-z0-9_-]+)/versions/([1-9][0-9]*)")
_DESTINATION = re.compile(r"acs:fc:[^:]*:[^:]*:services/([^/.]+)(?:\.([^/]+))?/functions/([^/]+)")
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_CREATED = (
    "PutObject",
    "PostObject",
    "CopyObject",
    "AppendObject",
    "PutSymlink",
    "InitiateMultipartUpload",
    "UploadPart",
    "UploadPartCopy",
    "CompleteMultipartUpload",
)
OSS_EVENTS = {
    "ObjectCreated": ("*", *_CREATED),
    "ObjectRemoved": ("*", "DeleteObject", "DeleteObjects", "AbortMultipartUpload"),
    "ObjectModified": ("*", "UpdateObjectMeta", "ChangeStorageClass"),
}


def name(value: str) -> list[str]:
    """A service's, function's or trigger's name."""
    if _NAME.fullmatch(value):
        return []
    return [f"'{value}' is no name: letters, digits, _ and -, at most 128, starting with a letter or _"]


def alias(value: str) -> list[str]:
    """A name for a version: none that could be a version itself."""
    return name(value) or ([f"'{value}' is a qualifier of its own"] if value == LATEST else [])


def domain(value: str) -> list[str]:
    """The name of a custom domain."""
    return [] if _DOMAIN.fullmatch(value) else [f"'{value}' is no domain name"]


def runtime(value: str) -> list[str]:
    """A runtime that is emulated."""
    return [] if value in RUNTIMES else [f"runtime '{value}' is not emulated; emulated are {', '.join(RUNTIMES)}"]


def memory(value: int) -> list[str]:
    """Memory in MB."""
    small = 128 <= value <= 3072 and value % 64 == 0
    large = 4096 <= value <= 32768 and value % 1024 == 0
    return [] if small or large else [f"{value} MB is not sold: 128 to 3072 in steps of 64, 4096 to 32768 in GB"]


def timeout(value: int, highest: int = 86400) -> list[str]:
    """A time-out in seconds."""
    return [] if 1 <= value <= highest else [f"{value} s is outside 1 to {highest}"]


def handler_shape(value: str) -> list[str]:
    """A handler such as ``index.handler``."""
    module, _, attribute = value.rpartition(".")
    return [] if module and attribute.isidentifier() else [f"handler '{value}' has not the form module.function"]


def handler_file(value: str, code: Path) -> list[str]:
    """Whether the handler's module lies in the code folder."""
    if handler_shape(value):
        return []
    folder, _, module = value.rpartition(".")[0].rpartition("/")
    path = code / folder / module.replace(".", "/")
    if path.with_name(path.name + ".py").is_file() or (path / "__init__.py").is_file():
        return []
    return [f"handler '{value}': there is no {path.with_name(path.name + '.py')}"]


def environment(values: Mapping[str, str]) -> list[str]:
    """Names and values of environment variables."""
    problems = []
    for key, value in values.items():
        if key in _RESERVED or key.startswith("FC_"):
            problems.append(f"{key} is a reserved name")
        elif not _VARIABLE.fullmatch(key):
            problems.append(f"{key} is no variable name: letters, digits and _, starting with a letter")
        if not (value.isascii() and value.isprintable()):
            problems.append(f"{key}: a value is printable ASCII")
    size = sum(len(key) + len(value) for key, value in values.items())
    if size > ENVIRONMENT_BYTES:
        problems.append(f"the variables take {size} bytes, more than {ENVIRONMENT_BYTES}")
    return problems


def layers(arns: Sequence[str]) -> list[str]:
    """A function's layers."""
    problems = [f"'{arn}' is not a layer's ARN" for arn in arns if layer(arn) is None]
    if len(arns) > LAYERS:
        problems.append(f"{len(arns)} layers are more than {LAYERS}")
    return problems


def layer(arn: str) -> tuple[str, int] | None:
    """Name and version of the layer that an ARN names; None if it names none."""
    match = _LAYER.fullmatch(arn)
    return (match[1], int(match[2])) if match else None


def methods(values: Sequence[str]) -> list[str]:
    """The methods of an HTTP trigger or route."""
    problems = [f"'{value}' is no HTTP method of Function Compute" for value in values if value not in METHODS]
    if not values:
        problems.append("no method is named")
    if len(set(values)) != len(values):
        problems.append("a method is named twice")
    return problems


def retries(value: int) -> list[str]:
    """Retries of asynchronous invocations."""
    return [] if 0 <= value <= 8 else [f"{value} retries are outside 0 to 8"]


def event_age(value: int) -> list[str]:
    """The age in seconds at which an asynchronous event is given up."""
    return [] if 1 <= value <= 604800 else [f"{value} s is outside 1 to 604800"]


def destination(arn: str) -> tuple[Key, str] | None:
    """Function and qualifier that an ARN names as a destination; None for another kind of destination."""
    match = _DESTINATION.fullmatch(arn)
    return ((match[1], match[3]), match[2] or LATEST) if match else None


def oss_events(values: Sequence[str]) -> list[str]:
    """The events of an OSS trigger."""
    problems = [] if values else ["no event is named"]
    for value in values:
        source, _, rest = value.partition(":")
        kind, _, action = rest.partition(":")
        if source != "oss" or action not in OSS_EVENTS.get(kind, ()):
            problems.append(f"'{value}' is no event of an OSS trigger")
    return problems


def route(path: str) -> list[str]:
    """A path of a custom domain."""
    if not path.startswith("/"):
        return [f"route '{path}' does not start with /"]
    if "*" in path and (not path.endswith("/*") or path.count("*") > 1):
        return [f"route '{path}': a * stands at the end alone, after a /"]
    return []


def rewrite(value: Rewrite) -> list[str]:
    """A rule by which a route changes paths."""
    problems = [] if value.match else [f"a rule of {value.kind}Rules has no match"]
    if value.kind == "regex":
        try:
            re.compile(value.match)
        except re.error as problem:
            problems.append(f"regexRules: '{value.match}': {problem}")
    return problems


def one_way_in(triggers: Iterable[Trigger]) -> list[str]:
    """FC 2.0: a function with an HTTP trigger has no other trigger, and one HTTP trigger for each of its versions."""
    known = list(triggers)
    http = [trigger.qualifier or LATEST for trigger in known if isinstance(trigger, HttpTrigger)]
    if len(http) != len(set(http)):
        return ["more than one HTTP trigger of one version or alias"]
    if http and len(http) < len(known):
        return ["a function with an HTTP trigger cannot have other triggers in FC 2.0"]
    return []


def overlaps(functions: Iterable[Function]) -> list[tuple[str, str]]:
    """Pairs of OSS triggers, as ``service/function/trigger``, that could both take one event of one object."""
    found = [
        (f"{function.service}/{function.name}/{trigger.name}", trigger)
        for function in functions
        for trigger in function.triggers
        if isinstance(trigger, OssTrigger)
    ]
    return [(one, other) for (one, a), (other, b) in combinations(found, 2) if _overlap(a, b)]


def _overlap(one: OssTrigger, other: OssTrigger) -> bool:
    return (
        one.bucket == other.bucket
        and (one.prefix.startswith(other.prefix) or other.prefix.startswith(one.prefix))
        and (one.suffix.endswith(other.suffix) or other.suffix.endswith(one.suffix))
        and any(_same_event(a, b) for a in one.events for b in other.events)
    )


def _same_event(one: str, other: str) -> bool:
    kind_one, kind_other = one.rpartition(":")[0], other.rpartition(":")[0]
    return kind_one == kind_other and (one == other or one.endswith("*") or other.endswith("*"))


def integer(value: Any) -> bool:
    """Whether a JSON or YAML value is a whole number, true and false excluded."""
    return isinstance(value, int) and not isinstance(value, bool)
