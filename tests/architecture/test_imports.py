"""The arrows of the design: imports go down the floors, never up, and never across to the emulator."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYER = ROOT / "layers/menjin/python/menjin"
RUNTIME = ROOT / "emulator/functions/instances/runtime"
"""A program of its own that runs under another name: its modules can name each other relatively alone."""
DOMAINS = {
    "accounts",
    "assets",
    "captcha",
    "certification",
    "codes",
    "companies",
    "dictionary",
    "messages",
    "profiles",
    "security",
    "sessions",
}
SHARED = {"values", "failures", "clock"}
# Which domain uses which.
DOMAIN_ARROWS = {
    "accounts": {"codes", "sessions"},
    "assets": {"sessions"},
    "captcha": set(),
    "certification": {"accounts", "assets", "companies", "messages", "sessions"},
    "codes": set(),
    "companies": {"accounts", "codes", "sessions"},
    "dictionary": {"certification"},
    "messages": {"sessions"},
    "profiles": {"accounts", "certification", "companies", "sessions"},
    "security": {"accounts", "codes", "sessions"},
    "sessions": set(),
}
THIRD_PARTY_OF_DOMAINS = {"jwt", "argon2", "PIL"}


def imports(path: Path) -> Iterator[str]:
    """Every module that the file imports, wherever the statement stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 or path.parent == RUNTIME, f"{path}: relative import"
            yield str(node.module)


def floor(module: str) -> str:
    """``menjin.accounts.register`` → ``accounts``."""
    return module.split(".")[1] if "." in module else ""


def files(*names: str) -> list[Path]:
    return [path for name in names for path in sorted((LAYER / name).rglob("*.py"))]


@pytest.mark.parametrize("path", files(*sorted(DOMAINS)), ids=lambda path: str(path.relative_to(LAYER)))
def test_a_domain_knows_no_wire_no_gateway_and_no_environment(path: Path) -> None:
    own = path.relative_to(LAYER).parts[0]
    allowed = SHARED | {own} | DOMAIN_ARROWS[own]
    for module in imports(path):
        if module.startswith("menjin"):
            assert floor(module) in allowed, f"{path.name} imports {module}"
        else:
            assert module not in {"os", "http.client", "urllib.request", "socket"}, f"{path.name} imports {module}"


def test_every_arrow_is_used_and_none_leads_back() -> None:
    used = {
        own: {floor(module) for path in files(own) for module in imports(path) if module.startswith("menjin")}
        for own in DOMAINS
    }
    assert {own: found & DOMAINS - {own} for own, found in used.items()} == DOMAIN_ARROWS
    # Raises CycleError, which names the way, if there is one.
    assert len(list(TopologicalSorter(DOMAIN_ARROWS).static_order())) == len(DOMAINS)


def test_every_folder_of_the_layer_has_its_floor() -> None:
    folders = {path.parent.name for path in LAYER.glob("*/__init__.py")}
    assert folders == DOMAINS | {"configuration", "contract", "gateways", "values", "wiring"}


@pytest.mark.parametrize("path", files("values"), ids=lambda path: path.name)
def test_values_know_nothing_above_them(path: Path) -> None:
    for module in imports(path):
        assert not module.startswith("menjin") or floor(module) in {"values", "clock"}


@pytest.mark.parametrize("path", files("gateways"), ids=lambda path: str(path.relative_to(LAYER)))
def test_a_gateway_never_imports_the_contract_or_the_wiring(path: Path) -> None:
    for module in imports(path):
        assert floor(module) not in {"contract", "wiring", "configuration"} or not module.startswith("menjin")


@pytest.mark.parametrize("path", files("contract"), ids=lambda path: str(path.relative_to(LAYER)))
def test_the_contract_never_imports_a_gateway(path: Path) -> None:
    for module in imports(path):
        assert not module.startswith("menjin.gateways")


@pytest.mark.parametrize("path", sorted((ROOT / "functions").rglob("*.py")), ids=lambda path: path.parent.name)
def test_a_function_wires_translates_and_touches_no_gateway(path: Path) -> None:
    for module in imports(path):
        assert not module.startswith(("menjin.gateways", "emulator"))


def test_the_emulator_and_the_product_do_not_know_each_other() -> None:
    for path in (ROOT / "emulator").rglob("*.py"):
        assert not any(module.split(".")[0] == "menjin" for module in imports(path)), path
    for path in LAYER.rglob("*.py"):
        assert not any(module.split(".")[0] == "emulator" for module in imports(path)), path
