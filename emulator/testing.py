"""The local cloud in tests, of this product or of another: a context manager, and what goes with it.

    from emulator.testing import local_cloud

    with local_cloud("path/to/a/project") as cloud:
        requests.get(cloud.addresses["gateway"] + "/hello")
        cloud.advance(24 * 3600)

The folder has a ``template.yml`` and may have a ``local.yml``. The cloud runs in a thread of the test's process, so
moving its clock moves ``time.time`` of the test too, and of the SDKs in it. For pytest there is
``emulator.pytest_plugin``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from emulator.cloud import Cloud, running
from emulator.shared.faults import Fault
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import ACCOUNT, HOST, REGION, Options, Ports

__all__ = [
    "ACCESS_KEY_ID",
    "ACCESS_KEY_SECRET",
    "ACCOUNT",
    "HOST",
    "REGION",
    "Cloud",
    "Fault",
    "Options",
    "Ports",
    "local_cloud",
]


@contextmanager
def local_cloud(root: Path | str = ".", *, data: Path | str | None = None, **options: Any) -> Iterator[Cloud]:
    """A local cloud on free ports for as long as the block lasts.

    ``root`` is the project: ``template.yml``, ``local.yml`` and the code they name. ``data`` keeps the state; without
    it there is a new folder, deleted afterwards. ``options`` are further fields of :class:`Options`. What makes the
    start impossible is raised: ``StartError``, ``TemplateError``, ``LocalError``, ``FolderError``, ``PrepareError``.
    """
    with tempfile.TemporaryDirectory(prefix="local-cloud-") as scratch:
        options.setdefault("ports", Ports.below(0))
        with running(Options(root=Path(root).resolve(), data=Path(data or scratch).resolve(), **options)) as cloud:
            yield cloud
