"""Ports of this machine: taken early, so that who connects before anybody answers waits instead of being refused."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable

BACKLOG = 1024
_held: dict[tuple[str, int], socket.socket] = {}
"""Sockets that listen already and whose servers are still on their way. Ports belong to a process, and so does this."""


def hold(host: str, ports: Iterable[int]) -> bool:
    """Listen on all of these from now on, until ``listen`` hands them out; False, and nothing held, if one is taken."""
    for port in ports:
        try:
            _held[host, port] = _listening(host, port)
        except OSError:
            let_go()
            return False
    return True


def let_go() -> None:
    """Listen no longer where nobody has asked for the socket."""
    while _held:
        _held.popitem()[1].close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the port; ``OSError`` if somebody has it."""
    return _held.pop((host, port), None) or _listening(host, port)


def is_taken(host: str, port: int) -> bool:
    """Whether somebody else has the port."""
    if (host, port) in _held:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def owner(port: int) -> str:
    """Who listens on the port, as ``name, process 123``; empty where the system does not tell."""
    import psutil

    with contextlib.suppress(psutil.Error):
        for one in psutil.net_connections("tcp"):
            if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port and one.pid:
                return f"{psutil.Process(one.pid).name()}, process {one.pid}"
    return ""


def _listening(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
