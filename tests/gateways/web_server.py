"""A web server that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class WebServer:
    """What it answers from now on, and what arrived so far."""

    address: str = ""
    status: int = 200
    body: bytes = b""
    location: str = ""
    delay_s: float = 0.0
    asked: list[str] = field(default_factory=list)
    """Request lines, as sent."""
    bodies: list[bytes] = field(default_factory=list)


@contextmanager
def web_server(tls: ssl.SSLContext | None = None) -> Iterator[WebServer]:
    """A server on a free port for as long as the block lasts, by HTTPS if a context is given."""
    told, ended = WebServer(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.requestline)
            told.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            ended.wait(told.delay_s)
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        do_POST = do_GET  # noqa: N815 - the base class's word

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                return  # the client gave up waiting

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield told
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
