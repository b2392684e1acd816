"""The reference pages that follow from the code."""

from __future__ import annotations

from collections.abc import Mapping

from tools.functions import Declared

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
    """``docs/errors.md``: every failure, with its status and code."""
    from menjin.contract.catalogue import CATALOGUE

    rows = [
        f"| {one.code} | {one.status} | `{kind}` | {one.zh} | {one.en} |"
        for kind, one in sorted(CATALOGUE.items(), key=lambda pair: (pair[1].code, pair[0]))
    ]
    return (
        f'{_HEAD}# Errors\n\nDocument A answers\n`{{"success":false,"error":{{"code":…,"message":…}}}}`. English with\n'
        "`Accept-Language: en`. A 429 and a lock carry `Retry-After` in seconds.\n\n"
        "| code | HTTP | kind | message | English |\n| --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


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
