"""What a suite is: what it stands on, how it is run, and how many of its tests have to pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance import processes
from conformance.cases import Case
from conformance.cloud import Cloud
from conformance.needs import Need


class Broken(Exception):
    """A suite could not be run to its end; the text says where."""


@dataclass(frozen=True)
class Suite:
    """One row of the table."""

    name: str
    client: str
    """The client that speaks to the cloud, its version, and how it is set up."""
    needs: tuple[Need, ...]
    run: Callable[[Place], list[Case]]
    bar: int
    """How many tests have to pass at least."""
    expected: str
    """The list of expected failures: ``expected/<this>.yml``."""
    floor: int | None = None
    """How many pass where nothing listens at all, if that has been measured: what they prove is not about the cloud."""
    limit: float = 300.0
    """Seconds it may take."""
    cloud: tuple[str, ...] = ()
    """Further arguments of the local cloud it runs against."""


@dataclass(frozen=True)
class Place:
    """Where one run of a suite happens."""

    suite: str
    folder: Path
    """An empty folder of its own."""
    cloud: Cloud
    found: Mapping[Need, Path]
    """What the suite stands on → where it is."""
    limit: float

    @property
    def log(self) -> Path:
        """Everything the suite's commands print."""
        return self.folder / "suite.log"

    def command(
        self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> int:
        """Run ``command``, here unless another ``folder`` is given, as long as the suite may take; its exit code."""
        # Clients leave records of their work at home, and suites forget temporary files; here both go with the folder.
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return processes.run(
            command,
            folder=folder or self.folder,
            log=self.log,
            limit=self.limit,
            environment={"HOME": str(home), "TMPDIR": str(home), **(environment or {})},
        )

    def must(self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> None:
        """The same for a command without which the suite cannot go on: ``Broken`` if it fails."""
        code = self.command(command, environment)
        if code:
            raise Broken(f"{Path(command[0]).name} ended with {code}; see {self.log}")
