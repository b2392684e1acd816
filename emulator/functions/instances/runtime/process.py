"""How a process becomes an instance: as a program of its own, or as the fork of one that has all this loaded already.

A fork is what a new process would be: its own group, environment, folder, streams and signals. One thing is shared
that a new process draws for itself, the seed of string hashes: sets of texts have one order in all instances of a run.
"""

from __future__ import annotations

import _socket
import contextlib
import faulthandler
import os
import signal
import sys
import time

from . import logs
from .serving import Instance
from .wire import Wire

_FD_BYTES = 4
_NICE = 5
"""Many busy instances share a laptop's few cores with Redis, Tablestore and OSS, which have machines of their own in
the cloud: without this the services would answer too late for the product's time-outs."""


def instance(fd: int) -> None:
    """Become an instance that speaks over the socket ``fd``."""
    os.set_inheritable(fd, False)  # noqa: FBT003 - the standard library's own signature
    wire = Wire(fd)
    boot, _ = wire.read()
    sys.argv[:] = [""]
    os.environ.clear()
    os.environ.update(boot["environment"])
    time.tzset()
    os.chdir(boot["code"])
    logs.prepare()
    faulthandler.register(signal.SIGTERM, file=sys.stderr, all_threads=True, chain=True)
    sys.path[:0] = boot["path"]
    Instance(wire, boot).serve()


def alone(fd: int) -> None:
    """Be an instance, in a program of its own."""
    os.nice(_NICE)
    instance(fd)


def template(fd: int) -> None:
    """Fork an instance for every pair of descriptors, its socket and its log, that comes over the socket ``fd``.

    The answer is the process id, in four bytes. The process ends when the emulator has closed its side.
    """
    os.nice(_NICE)
    control = _socket.socket(fileno=fd)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them, the system forgets them
    while True:
        asked, ancillary, _, _ = control.recvmsg(1, _socket.CMSG_SPACE(2 * _FD_BYTES))
        if not asked:
            os._exit(0)
        (_, _, raw), *_ = ancillary
        line, log = (int.from_bytes(raw[at : at + _FD_BYTES], sys.byteorder) for at in (0, _FD_BYTES))
        pid = os.fork()
        if not pid:
            break
        # Here and in the fork: whoever is first, it leads a group once anybody knows its number.
        _lead_a_group(pid)
        os.close(line)
        os.close(log)
        control.send(pid.to_bytes(4, "big"))
    control.close()
    _stand_alone(log)
    instance(line)


def _stand_alone(log: int) -> None:
    """Let go of what the fork shares with its template."""
    _lead_a_group(0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(log)


def _lead_a_group(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.setpgid(pid, pid)
