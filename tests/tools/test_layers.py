"""The layers: what goes in, what stays out, and that the same sources give the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import layers

IMPORTS = "redis tablestore oss2 fc2 aliyunsdkcore.client jwt argon2 msgspec PIL.Image cryptography crcmod"


def _runtime() -> Path:
    try:
        return layers.find_runtime(os.environ)
    except SystemExit as missing:
        pytest.skip(str(missing))


def _run(python: str | Path, folder: Path, script: str) -> str:
    """What ``script`` prints in a bare interpreter that sees ``folder`` and its own library alone."""
    script = f"import sys; sys.path.insert(0, {str(folder)!r}); sys.warnoptions = ['ignore']; {script}"
    command = [str(python), "-I", "-S", "-W", "ignore", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_package_is_left_out_of_the_lock_with_its_hashes_and_nothing_else() -> None:
    head, alpha, zeta = "# head\n", "alpha==1 \\\n    --hash=sha256:a\n", "zeta==3\n"
    numpy = "numpy==2 ; python_version < '3' \\\n    --hash=sha256:b\n    # via alpha\n"
    assert layers.without(head + alpha + numpy + zeta, ["numpy"]) == head + alpha + zeta


def test_all_that_is_left_out_stands_in_the_lock() -> None:
    named = {line.partition("==")[0] for line in layers.LOCK.read_text().splitlines() if "==" in line}
    assert named.issuperset(layers.LEFT_OUT)
    assert named.issuperset(layers.SOURCE_ONLY)


@pytest.mark.parametrize("lock", ["requirements/local.txt", "requirements/dev.txt", "requirements/lock.txt", "layer"])
def test_a_lock_has_a_hash_for_everything_and_names_no_place(root: Path, lock: str) -> None:
    text = (layers.LOCK if lock == "layer" else root / lock).read_text()
    entries = [part for part in text.split("\n") if "==" in part]
    assert entries
    assert all(entry.endswith("\\") for entry in entries)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_the_local_and_the_deployed_layer_are_of_the_same_versions_as_the_tests(root: Path) -> None:
    def versions(path: Path) -> set[str]:
        return {line.split(" ")[0] for line in path.read_text().splitlines() if "==" in line}

    tested = versions(root / "requirements/dev.txt")
    assert versions(root / "requirements/local.txt") <= tested
    assert {v for v in versions(layers.LOCK) if not v.startswith("crcmod==")} <= tested


def test_equal_content_packs_to_equal_bytes_whatever_its_times_and_permissions(tmp_path: Path) -> None:
    for name, age in (("one", 1_000_000_000), ("two", 1_700_000_000)):
        module = tmp_path / name / "python/pkg/module.py"
        module.parent.mkdir(parents=True)
        module.write_text("VALUE = {'a', 'b'}\n")
        os.utime(module, (age, age))
        module.chmod(0o600 if name == "one" else 0o755)
        layers.pack(tmp_path / name, tmp_path / f"{name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_bytecode_is_used_unchecked_and_names_the_place_of_deployment(tmp_path: Path) -> None:
    module = tmp_path / "python/module.py"
    module.parent.mkdir()
    module.write_text("def f():\n    return 1\n")
    layers.compile_all(Path(sys.executable), tmp_path, prefix="/opt")
    module.write_text("def f():\n    return 2\n")
    assert _run(sys.executable, module.parent, "import module; print(module.f())").strip() == "1"
    (compiled,) = module.parent.glob("__pycache__/*.pyc")
    assert b"/opt/python/module.py" in compiled.read_bytes()
    assert str(tmp_path).encode() not in compiled.read_bytes()


def test_slimming_keeps_licences_and_metadata(tmp_path: Path) -> None:
    info = tmp_path / "x-1.dist-info"
    kept = [tmp_path / "x/__init__.py", tmp_path / "x/test.py", info / "METADATA", info / "licenses/LICENSE"]
    gone = [tmp_path / "x/tests/test_x.py", tmp_path / "x/native.pyi", info / "RECORD", tmp_path / "bin/x"]
    for path in (*kept, *gone):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    layers.slim(tmp_path)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(kept)


def test_a_binary_for_another_machine_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thing.so").write_bytes(b"\xcf\xfa\xed\xfe" + bytes(64))
    with pytest.raises(SystemExit, match=r"thing\.so is not built for Linux"):
        layers.check_binaries(tmp_path)


def test_a_binary_for_a_newer_c_library_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thing.so").write_bytes(b"\x7fELF" + bytes(14) + b"\x3e\x00" + b"GLIBC_2.4\0GLIBC_2.34\0")
    with pytest.raises(SystemExit, match=r"needs glibc 2\.34; the runtime has 2\.28"):
        layers.check_binaries(tmp_path)


def test_an_interpreter_of_another_version_is_refused_by_name() -> None:
    if f"{sys.version_info.major}.{sys.version_info.minor}" == layers.RUNTIME:
        pytest.skip("this interpreter is of the runtime's version")
    with pytest.raises(SystemExit, match=r"is not a Python 3\.10"):
        layers.find_runtime({"LAYERS_PYTHON": sys.executable})


@pytest.fixture(scope="module")
def local() -> Path:
    return layers.build_local() / "python"


def test_the_local_layer_is_made_once(local: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = local.stat().st_ino
    assert layers.build_local() / "python" == local
    assert local.stat().st_ino == before
    assert capfd.readouterr().out == ""


def test_every_sdk_works_from_the_local_layer_alone_and_none_has_numpy(local: Path) -> None:
    script = f"import json, importlib; [importlib.import_module(n) for n in {IMPORTS.split()!r}]"
    loaded = json.loads(_run(sys.executable, local, f"{script}; print(json.dumps(sorted(sys.modules)))"))
    assert "numpy" not in loaded
    assert not (local / "numpy").exists()


def test_checksums_are_computed_in_c(local: Path) -> None:
    script = "import crcmod, crcmod.crcmod as c; f = crcmod.mkCrcFun(0x142F0E1EBA9EA3693, 0, True, 0xFFFFFFFFFFFFFFFF)"
    seen = _run(sys.executable, local, f"{script}; print(hex(f(b'123456789')), c._usingExtension)")
    assert seen.split() == ["0x995dc9bbdf1939fa", "True"]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_both_layers_come_out_the_same_twice_and_run_on_the_runtime(tmp_path: Path) -> None:
    python = _runtime()
    first, second = (layers.build_layers(tmp_path / turn) for turn in ("first", "second"))
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), f"{one.name} differs"
    opt = tmp_path / "opt"
    for path in first:
        with zipfile.ZipFile(path) as archive:
            assert {name.split("/")[0] for name in archive.namelist()} == {"python"}
            archive.extractall(opt)
    script = f"import importlib; [importlib.import_module(n) for n in {IMPORTS.split()!r} + ['menjin']]"
    assert _run(python, opt / "python", f"{script}; print('numpy' in sys.modules)").strip() == "False"
