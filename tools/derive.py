"""Write what follows from the code: parts of ``template.yml``, the reference pages and the API under ``docs/``.

``python -m tools.derive`` writes them; ``--check`` compares, names what differs and exits 1; ``--secrets FILE --out
FILE`` writes a copy of the template for a deployment, with the settings of FILE (``NAME=value`` lines: the secrets, and
what differs from the template) in the functions that read them. It exits 2 if a setting is missing or unknown.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tools import events, pages
from tools.functions import METHODS, Declared, declared

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "template.yml"
CATCH_ALL = "web"


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.derive", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if anything differs")
    parser.add_argument("--secrets", type=Path, metavar="FILE", help="NAME=value lines, for --out")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write a template for a deployment here")
    chosen = parser.parse_args(arguments)
    if chosen.out:
        return _deployment(chosen.out, _lines(chosen.secrets))
    stale = {path: text for path, text in derived().items() if not path.exists() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        print(f"{'stale' if chosen.check else 'wrote'}: {path.relative_to(ROOT)}")
        if not chosen.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale and chosen.check:
        print("run `make derive` / 请运行 make derive", file=sys.stderr)
        return 1
    return 0


def _deployment(out: Path, settings: Mapping[str, str]) -> int:
    """Write the template for a deployment, for its owner's eyes alone. Returns the exit code."""
    functions = declared(ROOT)
    problems = _problems(functions, settings)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 2
    out.parent.mkdir(parents=True, exist_ok=True)
    out.touch(mode=0o600)
    out.chmod(0o600)
    out.write_text(template(functions, settings, out.parent), encoding="utf-8")
    print(f"wrote {out}: it holds secrets, do not commit it / 含有密钥，请勿提交")
    return 0


def _problems(functions: Mapping[str, Declared], settings: Mapping[str, str]) -> list[str]:
    """What keeps a deployment from working: settings nobody reads, without a value, or unreadable. Shows no value."""
    known = {one.name: one for function in functions.values() for one in function.settings if not one.given}
    values = {**YAML().load(TEMPLATE.read_text("utf-8"))["Mappings"]["Settings"]["Values"], **settings}
    found = [f"unknown: {name}" for name in sorted(settings) if name not in known]
    for name, one in sorted(known.items()):
        if name not in values:
            found += [f"missing: {name} ({one.about})"] if one.default is None else []
        elif (why := _refusal(one, str(values[name]))) is not None:
            found.append(f"unreadable: {name} ({why})")
    return found


def _refusal(setting: Any, text: str) -> str | None:
    """Why the text will not do, without showing it; None if it does."""
    from menjin.settings import Unusable

    try:
        setting.parse(text)
    except Unusable as why:
        return str(why)
    except ValueError:
        return str(setting.about)
    return None


def derived() -> dict[Path, str]:
    """Every derived file and its text."""
    functions = declared(ROOT)
    # Imported here: it imports the layer, which `declared` has just made importable.
    from emulator import coverage
    from tools.openapi.document import document

    docs = ROOT / "docs"
    return {
        TEMPLATE: template(functions, {}),
        ROOT / "emulator" / "COVERAGE.md": coverage.text(),
        docs / "configuration.md": pages.configuration(functions),
        docs / "errors.md": pages.errors(),
        docs / "openapi.json": document(
            functions, YAML().load(TEMPLATE.read_text("utf-8"))["Mappings"]["Settings"]["Values"]
        ),
        docs / "routes.md": pages.routes(functions),
        **events.files(ROOT / "events", functions),
    }


def template(functions: Mapping[str, Declared], settings: Mapping[str, str], folder: Path = ROOT) -> str:
    """``template.yml`` with its derived parts as they should be, to lie in ``folder``: paths start there."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    found = yaml.load(TEMPLATE.read_text("utf-8"))
    values = {**found["Mappings"]["Settings"]["Values"], **settings}
    service = found["Resources"]["menjin"]
    for entry in _entries(service):
        operation = Path(entry["Properties"]["CodeUri"]).name
        entry["Properties"]["CodeUri"] = os.path.relpath(ROOT / "functions" / operation, folder)
        entry["Properties"]["EnvironmentVariables"] = _environment(functions[operation], values)
        http = (entry.get("Events") or {}).get("http")
        if http is not None:
            http["Properties"]["Methods"] = list(METHODS)
    domain = next(one for one in found["Resources"].values() if one["Type"].endswith("CustomDomain"))
    systems = values["SYSTEMS"].split(",")
    domain["Properties"]["RouteConfig"]["Routes"] = _routes(functions, systems)
    text = io.StringIO()
    yaml.dump(found, text)
    return text.getvalue()


def _entries(service: Mapping[str, Any]) -> list[Any]:
    return [one for one in service.values() if isinstance(one, dict) and str(one.get("Type", "")).endswith("Function")]


def _environment(function: Declared, values: Mapping[str, str]) -> dict[str, str]:
    """The settings of the operation that have a value here; the others have a default, or are secrets."""
    return {one.name: str(values[one.name]) for one in function.settings if not one.given and one.name in values}


def _routes(functions: Mapping[str, Declared], systems: list[str]) -> dict[str, dict[str, str]]:
    """Path → function, for every configured system: exact paths, and ``/x/*`` where a pattern goes on in values."""
    routes: dict[str, dict[str, str]] = {}
    for name, function in functions.items():
        for pattern in function.patterns:
            for path in _paths(pattern, systems):
                routes[path] = {"ServiceName": "menjin", "FunctionName": name}
    return dict(sorted(routes.items()))


def _paths(pattern: str, systems: list[str]) -> list[str]:
    if "{system}" not in pattern:
        return [_path(pattern)]
    return list(dict.fromkeys(_path(pattern.replace("{system}", system)) for system in systems))


def _path(pattern: str) -> str:
    start, brace, _ = pattern.partition("{")
    return start + "*" if brace else pattern


def _lines(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    rows = (row.strip() for row in file.read_text("utf-8").splitlines())
    pairs = (row.partition("=") for row in rows if row and not row.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


if __name__ == "__main__":
    sys.exit(main())
