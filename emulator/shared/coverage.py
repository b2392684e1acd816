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
    table += [f"| `{row.operation}` | {row.state} | {_note(row)} |" for row in section.rows if _has_a_line(row)]
    others = [f"`{row.operation}`" for row in section.rows if not _has_a_line(row)]
    parts = [
        f"## {section.title}",
        section.about.strip(),
        f"{summary}. Errors: {section.errors}.",
        "\n".join(table),
        f"Refused as well: {', '.join(others)}." if others else "",
    ]
    return "\n\n".join(filter(None, parts))


def _has_a_line(row: Row) -> bool:
    return row.state != "refused" or bool(_note(row))


def _note(row: Row) -> str:
    return " ".join(filter(None, [row.note, f"Errors: {row.errors}." if row.errors else ""]))
