"""What the coverage page is made of: each service says of each operation whether it is emulated, and how far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

State = Literal["emulated", "partly", "refused"]


@dataclass(frozen=True)
class Row:
    """One operation, by the vendor's name for it.

    ``note`` says what is missing or otherwise, as Markdown; a row that is ``partly`` has one. ``errors`` is where the
    shapes of its errors come from, if not from where those of its service do.
    """

    operation: str
    state: State
    note: str = ""
    errors: str | None = None


@dataclass(frozen=True)
class Section:
    """One service: ``about`` is Markdown on what holds for all its operations."""

    title: str
    about: str
    errors: str
    rows: tuple[Row, ...]


def page(introduction: str, sections: Iterable[Section]) -> str:
    """The whole page as Markdown."""
    return "\n\n".join([introduction.strip(), *(_section(section) for section in sections)]) + "\n"


def _section(section: Section) -> str:
    counts = {state: sum(row.state == state for row in section.rows) for state in ("emulated", "partly", "refused")}
    summary = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    table = ["| operation | state | note |", "|---|---|---|"]
    for row in section.rows:
        notes = [row.note, f"Errors: {row.errors}." if row.errors else ""]
        table.append(f"| `{row.operation}` | {row.state} | {' '.join(filter(None, notes))} |")
    return "\n\n".join(
        [f"## {section.title}", section.about.strip(), f"{summary}. Errors: {section.errors}.", "\n".join(table)]
    )
