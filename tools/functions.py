"""What the functions declare: their routes, events and settings, read by importing them."""

from __future__ import annotations

import importlib.util
import pkgutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LAYER = "layers/menjin/python"


@dataclass(frozen=True)
class Declared:
    """One function folder: ``settings`` are ``menjin.settings.Setting``, ``routes`` are ``contract.route.Route``."""

    name: str
    about: str
    routes: list[Any]
    events: list[str]
    settings: list[Any]

    @property
    def patterns(self) -> list[str]:
        """The paths, once each."""
        return list(dict.fromkeys(route.pattern for route in self.routes))


METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
"""What every HTTP trigger lets through: the function itself answers preflights, and 405 in its document's form."""


def declared(root: Path) -> dict[str, Declared]:
    """Every function of the repository, by name."""
    if str(root / LAYER) not in sys.path:
        sys.path.insert(0, str(root / LAYER))
    return {path.parent.name: _read(path) for path in sorted((root / "functions").glob("*/index.py"))}


def operations() -> dict[str, Any]:
    """Every ``menjin.operation.Operation`` of the wiring, by name."""
    from menjin import wiring
    from menjin.operation import Operation

    modules = [importlib.import_module(one.name) for one in pkgutil.iter_modules(wiring.__path__, "menjin.wiring.")]
    return {name: one for module in modules for name, one in vars(module).items() if isinstance(one, Operation)}


def load(path: Path) -> Any:
    """The module of a function, under a name of its own."""
    spec = importlib.util.spec_from_file_location(f"functions_{path.parent.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _read(path: Path) -> Declared:
    from menjin.settings import settings_of

    module = load(path)
    settings = {one.name: one for group in module.function.operation.groups for one in settings_of(group)}
    about = str(module.__doc__).strip().splitlines()[0]
    return Declared(
        path.parent.name, about, module.function.routes, list(module.function.events), list(settings.values())
    )
