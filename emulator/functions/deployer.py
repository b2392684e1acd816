"""Keeps what runs in step with what is written: template, local settings, code and layers, as they are saved."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from emulator.functions import staging, template, uploads
from emulator.functions.instances.lifecycle import Deployment
from emulator.functions.model import Function, Key, Service
from emulator.functions.published import Published
from emulator.shared.folder import remove
from emulator.shared.local import NAME as LOCAL_NAME
from emulator.shared.local import Local, LocalError

if TYPE_CHECKING:
    from emulator.functions.runner import Runner
    from emulator.functions.state import State
    from emulator.shared.options import Options

TEMPLATE_NAME = "template.yml"
_PAUSE = 0.5


class Deployer:
    """Reads, stages and puts in force. Code is staged in ``functions``, layers in ``home``."""

    def __init__(self, options: Options, redis_url: str, home: Path, state: State, runner: Runner) -> None:
        self._options, self._redis_url, self._home = options, redis_url, home
        self._code = options.data / "functions"
        self._state, self._runner = state, runner
        self.published = Published(home)
        self.layers = staging.Layers(home / "layers", self.published.folder)
        self.uploads = uploads.Uploads(home)
        self._local = Local()
        self._template = template.Template()
        self._marks: dict[str, str] = {}
        self.changing = asyncio.Lock()
        """Held while something is staged until it is in force: what is not in force may be cleared away."""

    async def start(self) -> None:
        """Put everything in force; ``TemplateError`` or ``LocalError`` when it cannot be read."""
        self._read()
        self._marks = await asyncio.to_thread(self._look, list(self._state.functions.values()))
        await self.stage(self._state.runnable)
        await self._prune()

    def save(self, folder: Path) -> None:
        """Write what clients have uploaded into a folder; what is deployed with it is in the database."""
        uploads.copy(self._home, folder)

    def load(self, folder: Path) -> None:
        """Take what ``save`` wrote, once the database is as it was then; ``restage`` puts it in force."""
        uploads.copy(folder, self._home)
        self.published.reload()
        self._state.reload()
        self._template = template.Template()
        self._reread()

    async def restage(self) -> None:
        """Put in force what is deployed now, and nothing else."""
        async with self.changing:
            self._marks = await asyncio.to_thread(self._look, list(self._state.functions.values()))
            await self._drop_gone()
            await self.stage(self._state.runnable)
            await self._prune()

    @property
    def settings(self) -> list[Path]:
        """The files that say what is deployed."""
        return [self._options.root / name for name in (TEMPLATE_NAME, LOCAL_NAME)]

    def sources(self) -> set[Path]:
        """The folders of code and layers, in which somebody may save something."""
        layers = {folder for folders in self.layers.local.values() for folder in folders if folder.is_dir()}
        return {function.code for function in self._state.functions.values()} | layers

    async def watch(self) -> None:
        """Look for saved changes until cancelled."""
        while True:
            await asyncio.sleep(_PAUSE)
            try:
                await self.refresh()
            except OSError as problem:
                # A file that came and went while it was looked at; the next look finds what stayed.
                _tell(f"looking for changes: {problem}")

    async def refresh(self) -> None:
        """Pick up what was saved since the last look."""
        async with self.changing:
            marks = await asyncio.to_thread(self._look, list(self._state.functions.values()))
            changed = {name for name in {*marks, *self._marks} if marks.get(name) != self._marks.get(name)}
            if not changed:
                return
            self._marks = marks
            if changed & {TEMPLATE_NAME, LOCAL_NAME}:
                self._reread()
                again = await asyncio.to_thread(self._look, list(self._state.functions.values()))
                # The two files were read after the first look: what came of them since then is for the next one.
                self._marks = again | {name: marks[name] for name in (TEMPLATE_NAME, LOCAL_NAME)}
                await self._drop_gone()
                await self.stage(self._state.runnable)
            else:
                functions = self._state.runnable
                await self.stage([key for key in functions if changed & _sources(functions[key])])
            await self._prune()

    async def stage(self, keys: Iterable[Key]) -> None:
        """Stage these functions as they stand and put them in force. The caller holds ``changing``."""
        for key in list(keys):
            function = self._state.find(key)
            if function:
                await self._runner.deploy(await asyncio.to_thread(self._deployment, function))
                self._runner.limit(key, self._state.limit(key))

    def _deployment(self, function: Function) -> Deployment:
        service = self._service(function)
        overlay = self._local.environment
        try:
            code = staging.stage_code(function.code, self._code / function.service / function.name)
            opt = self.layers.stage(function.layers)
        except (staging.StagingError, OSError) as problem:
            _tell(f"{function.service}/{function.name}: {problem}")
            return Deployment(function, service, overlay, problem=str(problem))
        checksum = function.extra.get("codeChecksum") or str(staging.folder_checksum(code))
        return Deployment(function, service, overlay, code, opt, checksum)

    def _service(self, function: Function) -> Service:
        """What holds for all functions of the service; nothing if a template that had it does so no more."""
        versions = self._state.versions(function.service) if function.version else []
        found = next((one.service for one in versions if one.number == function.version), None)
        return found or self._state.services.get(function.service) or Service(function.service)

    def _read(self) -> None:
        local = Local.read(self._options.root, self._options.ports, self._redis_url)
        empty = self._options.empty
        declared = template.Template() if empty else template.load(self._options.root / TEMPLATE_NAME)
        self._local, self.layers.local = local, {} if empty else local.layers
        for service in declared.services:
            self._state.put_service(service, keep=False)
        for function in declared.functions:
            self._state.put_function(replace(function, generation=self._state.generation), keep=False)
        for domain in declared.domains:
            self._state.put_domain(domain, keep=False)
        for gone in {one.key for one in self._template.functions} - {one.key for one in declared.functions}:
            self._state.drop_function(gone)
        for name in {one.name for one in self._template.domains} - {one.name for one in declared.domains}:
            self._state.drop_domain(name)
        for name in {one.name for one in self._template.services} - {one.name for one in declared.services}:
            self._state.drop_service(name)
        self._template = declared

    def _reread(self) -> None:
        try:
            self._read()
        except (template.TemplateError, LocalError) as problem:
            _tell(f"{problem}\nWhat was deployed before stays in force.")

    async def _drop_gone(self) -> None:
        for key in set(self._runner.keys) - set(self._state.runnable):
            await self._runner.remove(key)

    def _look(self, functions: list[Function]) -> dict[str, str]:
        """The state of every file that matters, as marks that differ after a change."""
        marks = {name: _mark(self._options.root / name) for name in (TEMPLATE_NAME, LOCAL_NAME)}
        for function in functions:
            code = f"code {function.code}"
            if code not in marks and not function.code.is_relative_to(self._home):
                marks[code] = staging.fingerprint([function.code])
            layers = f"layers {' '.join(function.layers)}"
            if layers not in marks:
                marks[layers] = self.layers.fingerprint(function.layers)
        return marks

    async def _prune(self) -> None:
        """Delete stages and uploads that nothing uses any more."""
        sources = {function.code for function in self._state.runnable.values()}
        await asyncio.to_thread(self._remove_others, self._runner.stages(), sources)

    def _remove_others(self, used: set[Path], sources: set[Path]) -> None:
        for stage in (*self._home.glob("layers/*/opt"), *self._code.glob("*/*/*/code")):
            if stage not in used:
                remove(stage.parent)
        self.uploads.keep_only(sources)


def _sources(function: Function) -> set[str]:
    return {f"code {function.code}", f"layers {' '.join(function.layers)}"}


def _mark(path: Path) -> str:
    try:
        state = path.stat()
    except FileNotFoundError:
        return ""
    return f"{state.st_mtime_ns} {state.st_size}"


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
