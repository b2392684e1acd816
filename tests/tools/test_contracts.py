"""The table of ``make contracts``: complete, and able to be incomplete."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.contracts.__main__ import PENDING, main, rows
from tools.contracts.documented import FOLDERS, documented
from tools.contracts.tests import Played


def test_no_documented_path_is_pending(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0, capsys.readouterr().out
    assert capsys.readouterr().out.splitlines()[-1].endswith("0 行未完成")


def test_every_document_is_in_the_table() -> None:
    found = list(documented())
    assert len(found) == len(set(found)) >= 66
    assert {one.document for one in found} == set(FOLDERS)


def test_a_row_without_function_route_or_test_is_pending() -> None:
    row = next(rows())
    assert not row.pending
    for change in ({"function": PENDING}, {"route": PENDING}, {"tests": ()}):
        assert type(row)(**{**vars(row), **change}).pending


def test_tests_are_found_through_clients_and_fixtures(tmp_path: Path) -> None:
    folder = tmp_path / "documents" / "x"
    folder.mkdir(parents=True)
    (folder / "client.py").write_text("def login(self, name):\n    self.get(f'/user/login/{name}')\n")
    (folder / "conftest.py").write_text("def member():\n    return login('a')\n")
    (folder / "test_x.py").write_text(
        "def test_direct():\n    get('/user/login/a')\n"
        "def test_called(client):\n    client.login('a')\n"
        "def test_fixture(member):\n    pass\n"
        "def test_other():\n    get('/user/logout')\n"
    )
    assert Played(folder).of("/user/login/{account}") == [
        "test_x.py::test_direct",
        "test_x.py::test_called",
        "test_x.py::test_fixture",
    ]
