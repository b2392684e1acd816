"""The data folder: one local cloud at a time, and never somebody's own files."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from emulator.shared.folder import Folder, FolderError

CLAIM = """
import sys
import tempfile
from pathlib import Path
from emulator.shared.folder import Folder
folder = Folder(Path(sys.argv[1]))
print("claimed", flush=True)
sys.stdin.read()
"""


def test_state_stays_and_a_fresh_start_forgets_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "data"
    Folder(path).release()
    (path / "oss").mkdir()
    (path / "oss" / "object").write_bytes(b"1")
    (path / "outbox.db").write_bytes(b"2")
    Folder(path).release()
    assert (path / "oss" / "object").exists()
    Folder(path, fresh=True).release()
    assert [entry.name for entry in path.iterdir()] == ["local-cloud"]


def test_a_second_local_cloud_is_refused_until_the_first_ends_however_it_ends(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "data"
    first = subprocess.Popen(
        [sys.executable, "-c", CLAIM, str(path)], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"claimed\n"
        (path / "state").write_text("kept")
        with pytest.raises(FolderError, match=rf"in use by another local cloud \(process {first.pid}\)"):
            Folder(path, fresh=True)
        assert (path / "state").read_text() == "kept"
        first.kill()
        first.wait(10)
    Folder(path).release()


@pytest.mark.parametrize("fresh", [True, False])
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, *, fresh: bool) -> None:
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("years of work")
    with pytest.raises(FolderError, match="holds files that are not the local cloud's"):
        Folder(tmp_path, fresh=fresh)
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_fresh_start_does_not_follow_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("kept")
    Folder(tmp_path / "data").release()
    (tmp_path / "data" / "link").symlink_to(outside)
    Folder(tmp_path / "data", fresh=True).release()
    assert (outside / "file").read_text() == "kept"


def test_a_path_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="cannot hold the state"):
        Folder(tmp_path / "file" / "data")


FRESH = """
import os, sys
from pathlib import Path
from emulator.shared.folder import Folder
path = Path(sys.argv[1])
if not os.getuid():
    os.chown(path, 65534, 65534)
    os.setuid(65534)  # what is read-only keeps nobody out who is root
Folder(path / "data").release()
stage = path / "data" / "fc" / "opt"
stage.mkdir(parents=True)
(stage / "code.py").write_text("")
stage.chmod(0o555)
Folder(path / "data", fresh=True).release()
print(sorted(entry.name for entry in (path / "data").iterdir()))
"""


def test_a_fresh_start_forgets_what_is_read_only_too(root: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", FRESH, folder]
        told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    assert told == "['local-cloud']\n"
