"""The reference pages that follow from the code."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tools.functions import Declared

if TYPE_CHECKING:
    from menjin.contract.dialects.base import Dialect
    from menjin.failures import Failure

_HEAD = "<!-- Written by `make derive`; a test compares. Change the code instead. -->\n\n"


def configuration(functions: Mapping[str, Declared]) -> str:
    """``docs/configuration.md``: every setting, what it is for, and who reads it."""
    readers: dict[str, list[str]] = {}
    settings = {}
    for function in functions.values():
        for one in function.settings:
            settings[one.name] = one
            readers.setdefault(one.name, []).append(function.name)
    rows = [
        f"| `{name}` | {one.about} | {_default(one)} | {_readers(readers[name], len(functions))} |"
        for name, one in sorted(settings.items())
    ]
    return (
        f"{_HEAD}# Configuration\n\n"
        "Environment variables only. A function is given those that its operation\n"
        "reads, and reports all that are missing together, at the first request.\n"
        "*secret*: never in `template.yml`; *platform*: Function Compute sets it. The access\n"
        "key comes from the service's role.\n\n"
        "| variable | for | default | read by |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


def _default(one: object) -> str:
    from menjin.settings import Setting

    assert isinstance(one, Setting)
    if one.secret:
        return "*secret*"
    if one.given:
        return "*platform*"
    return "*required*" if one.default is None else f"`{one.default}`" if one.default else "*empty*"


def _readers(names: list[str], of: int) -> str:
    return "all" if len(names) == of else ", ".join(f"`{name}`" for name in names)


def errors() -> str:
    """``docs/errors.md``: every failure, as each document tells it."""
    from menjin.contract.catalogue import CATALOGUE

    kinds = sorted(CATALOGUE, key=lambda kind: (CATALOGUE[kind].code, kind))
    told = [(f"`{kind}`", _failure(kind)) for kind in kinds]
    told.insert(1, ("`malformed`, of the whole body or query", _failure("malformed", "body")))
    rows = [f"| {name} | {' | '.join(_told(failure))} |" for name, failure in told]
    return (
        f"{_HEAD}# Errors\n\n"
        "Every kind of failure, once for all documents, and how each of them tells it: the HTTP status, then\n"
        'what its clients look at. Document A answers `{"success":false,"error":{"code":…,"message":…}}`;\n'
        "B a word in `type`; C `msg.code` 1 and the message in `msg.info`; D a message beside a `status` that is the\n"
        "same always; E a `status`. Forms and examples: [A](documents/a-systems.md), [B](documents/b-certify.md),\n"
        "[C](documents/c-send.md), [D](documents/d-auth.md), [E](documents/e-user.md).\n\n"
        "The message is the same in all of them, but where B, C or D has words of its own, which stand in its column.\n"
        "English with `Accept-Language: en`. A 429 and a lock carry `Retry-After` in seconds, a 405 `Allow`.\n\n"
        "| kind | A | B | C | D | E | message | English |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + "\n"
    )


def _failure(kind: str, field: str = "{field}") -> Failure:
    """A failure of that kind, whose evidence is the name of each part of it in braces."""
    from menjin.contract.catalogue import CATALOGUE
    from menjin.failures import Failure, Malformed

    if kind == Malformed.kind():
        return Malformed(field)
    made: Failure = type("Shown", (Failure,), {"kind": classmethod(lambda cls: kind)})()
    named = set(re.findall(r"{(\w+)}", CATALOGUE[kind].zh)) - {"request_id"}
    vars(made).update({name: ["{missing}"] if name == "missing" else f"{{{name}}}" for name in named})
    return made


def _told(failure: Failure) -> tuple[str, ...]:
    """What the documents make of it, A to E; the message in both languages."""
    from menjin.contract import auth, certify, send, systems, user
    from menjin.contract.catalogue import HINTS

    def answer(dialect: Dialect, *, english: bool = False) -> tuple[int, Any]:
        told = dialect.failure(failure, "{request_id}", english=english)
        return told.status, json.loads(told.body)

    a_status, a = answer(systems)
    b_status, b = answer(certify)
    c_status, c = answer(send)
    d_status, d = answer(auth)
    e_status, e = answer(user)
    message = a["error"]["message"]
    cells = (
        f"{a_status} {a['error']['code']}",
        f"{b_status} {b['type']}{_unless(message, b['message'])}",
        f"{c_status}{_unless(message, c['msg']['info'])}",
        f"{d_status}{_unless(message, d['message'])}",
        f"{e_status} {e['status']}",
        message,
        str(answer(systems, english=True)[1]["error"]["message"]),
    )
    any_hint = "|".join(map(re.escape, HINTS["malformed"]))
    return tuple(re.sub(any_hint, "{hint}", cell) for cell in cells)


def _unless(same: str, words: str) -> str:
    return "" if words == same else f" {words}"


def routes(functions: Mapping[str, Declared]) -> str:
    """``docs/routes.md``: every path and what stands behind it."""
    rows = []
    for function in functions.values():
        for route in function.routes:
            session = {"none": "", "optional": "optional", "required": "required"}[route.session]
            methods = ",".join(route.methods)
            row = (route.dialect.name, f"`{methods}`", f"`{route.pattern}`", f"`{function.name}`", session)
            rows.append(f"| {' | '.join(row)} |")
        rows += [f"| – | *{event}* | – | `{function.name}` | – |" for event in function.events]
    return (
        f"{_HEAD}# Routes\n\n| document | method | path | function | session |\n| --- | --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + "\n"
    )
