"""Checkouts are cloned where they can be, read at their commit, and left as they are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conformance import needs
from conformance.needs import Checkout, NotThere


def _git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=n", "-c", "user.email=n@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(autouse=True)
def _own_logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "BUILD", tmp_path / "build")


@pytest.fixture
def upstream(tmp_path: Path) -> Checkout:
    """A repository with two commits; the first is the one that is pinned."""
    repository = tmp_path / "public" / "suite"
    (repository / "tests").mkdir(parents=True)
    (repository / "tests" / "test_one.py").write_text("pinned", "utf-8")
    (repository / "setup.py").write_text("not asked for", "utf-8")
    _git(repository, "init", "--quiet")
    _git(repository, "add", ".")
    _git(repository, "commit", "--quiet", "-m", "one")
    pinned = _git(repository, "rev-parse", "HEAD")
    (repository / "tests" / "test_one.py").write_text("later", "utf-8")
    _git(repository, "commit", "--quiet", "-a", "-m", "two")
    _git(repository, "config", "uploadpack.allowAnySHA1InWant", "true")
    return Checkout(f"file://{repository}", pinned)


def test_a_missing_checkout_is_cloned_at_its_commit(upstream: Checkout, tmp_path: Path) -> None:
    folder = upstream.provide(tmp_path / "suites")
    assert folder == tmp_path / "suites" / "suite"
    assert (folder / "tests" / "test_one.py").read_text("utf-8") == "pinned"


def test_what_is_run_is_a_copy_of_the_commit(upstream: Checkout, tmp_path: Path) -> None:
    _git(tmp_path, "clone", "--quiet", upstream.address, "suites/suite")
    folder = upstream.provide(tmp_path / "suites")
    (folder / "tests" / "test_one.py").write_text("changed by somebody", "utf-8")
    upstream.copy(folder, tmp_path / "scratch", "tests")
    assert sorted(path.name for path in (tmp_path / "scratch").iterdir()) == ["tests"]
    assert (tmp_path / "scratch" / "tests" / "test_one.py").read_text("utf-8") == "pinned"
    assert (folder / "tests" / "test_one.py").read_text("utf-8") == "changed by somebody"


def test_what_cannot_be_cloned_is_not_there_and_leaves_nothing(tmp_path: Path) -> None:
    checkout = Checkout(f"file://{tmp_path}/nowhere/suite", "0" * 40)
    with pytest.raises(NotThere, match=r"git clone file://.*/suite"):
        checkout.provide(tmp_path / "suites")
    assert list((tmp_path / "suites").iterdir()) == []


def test_a_checkout_without_the_commit_says_what_to_do(upstream: Checkout, tmp_path: Path) -> None:
    upstream.provide(tmp_path / "suites")
    with pytest.raises(NotThere, match="lacks commit ffffffffffff: run `git"):
        Checkout(upstream.address, "f" * 40).provide(tmp_path / "suites")


def test_a_folder_that_is_no_checkout_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "suite").mkdir()
    with pytest.raises(NotThere, match="is no git checkout"):
        Checkout("https://github.invalid/somebody/suite", "0" * 40).provide(tmp_path)
