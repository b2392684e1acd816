"""What is written from the code is what the code says."""

from __future__ import annotations

import pytest

pytest.importorskip("ruamel.yaml")


def test_derived_files_are_fresh() -> None:
    from tools.derive import derived

    stale = [str(path.name) for path, text in derived().items() if path.read_text("utf-8") != text]
    assert stale == [], "run `make derive`"
