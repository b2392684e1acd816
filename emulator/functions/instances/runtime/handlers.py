"""From the handler string of a function's settings to something that can be called, and what it gives back."""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any


class HandlerError(Exception):
    """The handler named in the function's settings cannot be used; ``kind`` is the vendor's name for why."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def load(name: str, code: str) -> Any:
    """The handler ``module.attribute``, a folder before it divided by ``/``, of the code folder; ``HandlerError``."""
    module_name, _, attribute = name.rpartition(".")
    if not module_name or not attribute:
        raise HandlerError("InvalidHandleName", f"Invalid handler '{name}'")
    folder, _, module_name = module_name.rpartition("/")
    if folder:
        sys.path.insert(0, os.path.join(code, folder))
    _import(module_name)
    try:
        return getattr(sys.modules[module_name], attribute)
    except AttributeError as problem:
        text = f"Handler '{attribute}' is missing on module '{module_name}'"
        raise HandlerError("HandlerNotFound", text) from problem


def _import(module_name: str) -> None:
    try:
        __import__(module_name)
    except ImportError as problem:
        # The answer names the module alone, as the cloud's does; whoever reads the local log may know why.
        traceback.print_exc()
        raise HandlerError("ImportModuleError", f"Unable to import module '{module_name}'") from problem
    except SyntaxError as problem:
        raise HandlerError("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {problem}") from problem
    except Exception as problem:
        text = f"Module initialization error: {problem}"
        raise HandlerError("UserCodeError", text).with_traceback(problem.__traceback__) from problem


def kind(problem: Exception) -> str:
    """What an error is called in answers."""
    return problem.kind if isinstance(problem, HandlerError) else type(problem).__name__


def to_bytes(value: Any) -> bytes:
    """What an event handler returned, as the answer's body."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode()
    return json.dumps(value, indent=4, sort_keys=True, default=_plain).encode()


def _plain(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return value.to_json()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if type(value).__module__ == "decimal":
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
