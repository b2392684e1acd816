"""One living instance: reads calls, has the handler answer them, describes what went wrong."""

from __future__ import annotations

import json
import logging
import os
import signal
import traceback
from typing import Any

from . import handlers, logs, wsgi
from .clock import Clock
from .context import context
from .wire import Wire

_OWN = os.path.dirname(__file__) + os.sep


class Instance:
    """Serves calls until the emulator goes away."""

    def __init__(self, wire: Wire, boot: dict[str, Any]) -> None:
        self._wire, self._boot = wire, boot
        self._clock = Clock(boot["clock"])
        self._handlers: dict[str, Any] = {}

    def serve(self) -> None:
        """Answer one call after the other."""
        while True:
            head, body = self._wire.read()
            self._clock.follow(head["offset"])
            logs.RequestId.current = head["id"]
            self._wire.write(*self._answer(head, body))

    def _answer(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            handler = self._load(head["handler"])
            given = context(self._boot["context"], head)
            if head.get("announce"):
                self._wire.write({"entered": True})
            if head.get("hold"):
                signal.pause()
            if head["kind"] == "http":
                return wsgi.call(handler, head, body, given)
            if head["kind"] == "event":
                return {}, handlers.to_bytes(handler(body, given))
            handler(given)
        except Exception as problem:
            text = self._describe(problem)
            logging.getLogger().error(text)
            return {"error": handlers.kind(problem)}, text.encode()
        return {}, b""

    def _load(self, name: str) -> Any:
        if name not in self._handlers:
            self._handlers[name] = handlers.load(name, self._boot["code"])
        return self._handlers[name]

    def _describe(self, problem: Exception) -> str:
        """The error body of a failed call: text, class and frames, the runtime's own frames left out."""
        frames = [
            [f'File "{self._cloud_path(f.filename)}"', f"line {f.lineno}", f"in {f.name}", f.line or ""]
            for f in traceback.extract_tb(problem.__traceback__)
            if not f.filename.startswith(_OWN) and "importlib._bootstrap" not in f.filename
        ]
        error = {"errorMessage": str(problem), "errorType": handlers.kind(problem), "stackTrace": frames}
        return json.dumps(error, indent=4, sort_keys=True)

    def _cloud_path(self, path: str) -> str:
        """Where the file stands in the cloud."""
        for local, remote in ((self._boot["code"], "/code"), (self._boot["opt"], "/opt")):
            if local and path.startswith(local + os.sep):
                return remote + path[len(local) :]
        return path
