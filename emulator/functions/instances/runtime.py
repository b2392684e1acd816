"""What runs inside a function instance: loads the user's handler and serves one call after the other.

A program of its own: standard library only, and one file, because it is compiled by itself. It is started as ``python
-I -S -B -W ignore runtime.pyc FD`` and speaks with the emulator over the inherited socket ``FD``: a frame is two
big-endian 32-bit lengths, a JSON head and a raw body. The first frame it reads is the boot record, every further one is
a call and gets exactly one answer; standard output and error are the function's log. Behaviour follows the public files
of the vendor's Python runtimes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import json
import logging
import os
import signal
import sys
import time
import traceback
from typing import Any

_LABELS = {
    "http": "Invoke",
    "event": "Invoke",
    "initialize": "Initialize",
    "preFreeze": "PreFreeze",
    "preStop": "PreStop",
}
_FORMAT = "%(asctime)s.%(msecs)03dZ %(request_id)s [%(levelname)s] %(message)s"


class _Wire:
    """Frames over one file descriptor."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    def read(self) -> tuple[dict[str, Any], bytes]:
        """The next frame; the process ends when the emulator has closed its side."""
        lengths = self._exactly(8)
        head = self._exactly(int.from_bytes(lengths[:4], "big"))
        return json.loads(head), self._exactly(int.from_bytes(lengths[4:], "big"))

    def write(self, head: dict[str, Any], body: bytes = b"") -> None:
        """Send one frame, whole."""
        text = json.dumps(head).encode()
        left = memoryview(b"".join((len(text).to_bytes(4, "big"), len(body).to_bytes(4, "big"), text, body)))
        while left:
            left = left[os.write(self._fd, left) :]

    def _exactly(self, size: int) -> bytes:
        pieces, left = [], size
        while left:
            piece = os.read(self._fd, min(left, 1 << 20))
            if not piece:
                os._exit(0)
            pieces.append(piece)
            left -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


class _Record:
    """Plain attributes, also under the camelCase names of the older runtimes."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Any:
        snake = "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)
        if snake != name and snake in self.__dict__:
            return self.__dict__[snake]
        raise AttributeError(name)


class FCContext(_Record):
    """The second argument of an event handler, and ``environ['fc.context']``."""

    def getLogger(self) -> logging.Logger:  # noqa: N802 - the vendor's name
        """The logger whose lines carry the request id."""
        return logging.getLogger()

    def to_json(self) -> str:
        """Everything as JSON text, credentials included: not for logs."""

        def camel(value: dict[str, Any]) -> dict[str, Any]:
            return {_camel(k): camel(vars(v)) if isinstance(v, _Record) else v for k, v in value.items()}

        return json.dumps(camel({k: v for k, v in vars(self).items() if k != "logger"}))


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


class _RequestId(logging.Filter):
    """Gives every log line the id of the call it belongs to."""

    current = ""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _RequestId.current
        return True


class _HandlerError(Exception):
    """The handler named in the function's settings cannot be used; ``kind`` is the vendor's name for why."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class _Clock:
    """The time that user code sees: the local cloud's, as each call tells it.

    ``folder`` holds nothing but the package that moves clocks; it is imported when the clock first moves.
    """

    def __init__(self, folder: str) -> None:
        self._folder, self._offset = folder, 0.0
        self._traveller: Any = None

    def follow(self, offset: float) -> None:
        """Be ``offset`` seconds ahead of real time from now on."""
        if offset == self._offset:
            return
        sys.path.insert(0, self._folder)
        import time_machine

        sys.path.remove(self._folder)
        if self._traveller is None:
            self._traveller = time_machine.travel(time.time(), tick=True).start()
        # Reckoned from real time each time, so that what one move takes is no error of the next.
        seen = time.time()
        self._traveller.shift(time_machine.escape_hatch.time.time() + offset - seen)
        self._offset = offset


class Runtime:
    """One living instance."""

    def __init__(self, wire: _Wire, boot: dict[str, Any]) -> None:
        self._wire, self._boot = wire, boot
        self._clock = _Clock(boot["clock"])
        self._handlers: dict[str, Any] = {}

    def serve(self) -> None:
        """Answer calls until the emulator goes away."""
        while True:
            head, body = self._wire.read()
            self._clock.follow(head["offset"])
            _RequestId.current = head["id"]
            label = _LABELS[head["kind"]]
            _say(f"FC {label} Start RequestId: {head['id']}")
            answer, content = self._answer(head, body)
            failed = ", Error: Unhandled function error" if "error" in answer else ""
            _say(f"FC {label} End RequestId: {head['id']}{failed}")
            self._wire.write(answer, content)

    def _answer(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            handler = self._load(head["handler"])
            context = self._context(head)
            if head.get("announce"):
                self._wire.write({"entered": True})
            if head.get("hold"):
                signal.pause()
            if head["kind"] == "http":
                return _call_wsgi(handler, head, body, context)
            if head["kind"] == "event":
                return {}, _to_bytes(handler(body, context))
            handler(context)
        except Exception as problem:
            text = self._describe(problem)
            logging.getLogger().error(text)
            return {"error": _kind(problem)}, text.encode()
        return {}, b""

    def _load(self, name: str) -> Any:
        if name not in self._handlers:
            self._handlers[name] = _load(name, self._boot["code"])
        return self._handlers[name]

    def _context(self, head: dict[str, Any]) -> FCContext:
        boot = self._boot["context"]
        function = {**boot["function"], "handler": head["handler"]}
        return FCContext(
            request_id=head["id"],
            credentials=_Record(**boot["credentials"]),
            function=_Record(**function),
            service=_Record(**boot["service"]),
            region=boot["region"],
            account_id=boot["account_id"],
            retry_count=head["retry"],
            tracing=_Record(span_context="", jaeger_endpoint="", span_baggages={}),
            logger=None,
        )

    def _describe(self, problem: Exception) -> str:
        """The error body of a failed call: text, class and frames, this file's own frames left out."""
        own = _load.__code__.co_filename
        frames = [
            [f'File "{self._cloud_path(f.filename)}"', f"line {f.lineno}", f"in {f.name}", f.line or ""]
            for f in traceback.extract_tb(problem.__traceback__)
            if f.filename != own and "importlib._bootstrap" not in f.filename
        ]
        error = {"errorMessage": str(problem), "errorType": _kind(problem), "stackTrace": frames}
        return json.dumps(error, indent=4, sort_keys=True)

    def _cloud_path(self, path: str) -> str:
        """Where the file stands in the cloud."""
        for local, remote in ((self._boot["code"], "/code"), (self._boot["opt"], "/opt")):
            if local and path.startswith(local + os.sep):
                return remote + path[len(local) :]
        return path


def _kind(problem: Exception) -> str:
    return problem.kind if isinstance(problem, _HandlerError) else type(problem).__name__


def _load(name: str, code: str) -> Any:
    module_name, _, attribute = name.rpartition(".")
    if not module_name or not attribute:
        raise _HandlerError("InvalidHandleName", f"Invalid handler '{name}'")
    folder, _, module_name = module_name.rpartition("/")
    if folder:
        sys.path.insert(0, os.path.join(code, folder))
    try:
        __import__(module_name)
    except ImportError as problem:
        # The answer names the module alone, as the cloud's does; whoever reads the local log may know why.
        traceback.print_exc()
        raise _HandlerError("ImportModuleError", f"Unable to import module '{module_name}'") from problem
    except SyntaxError as problem:
        raise _HandlerError("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {problem}") from problem
    except Exception as problem:
        text = f"Module initialization error: {problem}"
        raise _HandlerError("UserCodeError", text).with_traceback(problem.__traceback__) from problem
    try:
        return getattr(sys.modules[module_name], attribute)
    except AttributeError as problem:
        text = f"Handler '{attribute}' is missing on module '{module_name}'"
        raise _HandlerError("HandlerNotFound", text) from problem


def _to_bytes(value: Any) -> bytes:
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


def _call_wsgi(handler: Any, head: dict[str, Any], body: bytes, context: FCContext) -> tuple[dict[str, Any], bytes]:
    answer: dict[str, Any] = {"status": 200, "headers": []}
    written: list[bytes | str] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        answer["status"] = int(status.split(" ", 1)[0])
        answer["headers"] = [[str(name), str(value)] for name, value in headers]
        return written.append

    items = handler(_environ(head, body, context), start_response)
    written.extend([items] if isinstance(items, (bytes, str)) else items)
    return answer, b"".join(item.encode() if isinstance(item, str) else item for item in written)


def _environ(head: dict[str, Any], body: bytes, context: FCContext) -> dict[str, Any]:
    http = head["http"]
    environ: dict[str, Any] = dict(os.environ)
    environ.update(
        {
            "REQUEST_METHOD": http["method"],
            "SCRIPT_NAME": "",
            "PATH_INFO": http["path"] or "/",
            "QUERY_STRING": http["uri"].partition("?")[2],
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/octet-stream",
            "REMOTE_ADDR": http["client"],
            "SERVER_NAME": "FCRUNTIME",
            "SERVER_PORT": "9000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_SOFTWARE": "FCRUNTIME/1.0",
            "HTTP": "on",
            "HTTP_X_FC_FUNCTION_HANDLER": head["handler"],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "fc.request_uri": http["uri"],
            "fc.context": context,
        }
    )
    joined: dict[str, str] = {}
    for name, value in http["headers"]:
        key = name.upper().replace("-", "_")
        joined[key] = f"{joined[key]},{value}" if key in joined else value
    joined.pop("CONTENT_LENGTH", None)
    environ["CONTENT_TYPE"] = joined.pop("CONTENT_TYPE", environ["CONTENT_TYPE"])
    environ.update({f"HTTP_{key}": value for key, value in joined.items()})
    return environ


def _say(line: str) -> None:
    """A line of the runtime's own, whatever user code has done to ``sys.stdout``."""
    with contextlib.suppress(OSError):
        os.write(1, f"{line}\n".encode())


def _prepare_logs() -> None:
    for name in ("stdout", "stderr"):
        # The raw file below the buffer: what was printed before a crash is in the log.
        raw = getattr(sys, name).detach().detach()
        stream = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape", write_through=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    handler = logging.StreamHandler(sys.stdout)
    formatter = logging.Formatter(_FORMAT, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(_RequestId())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)


_NICE = 5
"""Many busy instances share a laptop's few cores with Redis, Tablestore and OSS, which have machines of their own in
the cloud: without this the services would answer too late for the product's time-outs."""


def main() -> None:
    """Become an instance."""
    os.nice(_NICE)
    fd = int(sys.argv[1])
    os.set_inheritable(fd, False)  # noqa: FBT003 - the standard library's own signature
    wire = _Wire(fd)
    boot, _ = wire.read()
    sys.argv[:] = [""]
    _prepare_logs()
    faulthandler.register(signal.SIGTERM, file=sys.stderr, all_threads=True, chain=True)
    sys.path[:0] = boot["path"]
    _say("FunctionCompute python3 runtime inited.")
    Runtime(wire, boot).serve()


main()
