"""The local cloud in the tests of another project, as ``emulator/README.md`` says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
_TEMPLATE = """\
ROSTemplateFormatVersion: '2015-09-01'
Transform: 'Aliyun::Serverless-2018-04-03'
Resources:
  shop:
    Type: 'Aliyun::Serverless::Service'
    hello:
      Type: 'Aliyun::Serverless::Function'
      Properties:
        Handler: index.handler
        Runtime: python3
        CodeUri: hello
      Events:
        http:
          Type: HTTP
          Properties:
            AuthType: ANONYMOUS
            Methods: [GET]
"""
_HANDLER = """\
import time


def handler(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(int(time.time())).encode()]
"""
_TESTS = """\
import time
import urllib.request

import oss2

from emulator.testing import ACCESS_KEY_ID, ACCESS_KEY_SECRET, Fault, local_cloud

URL = "/2016-08-15/proxy/shop/hello/"


def bucket(cloud):
    return oss2.Bucket(oss2.Auth(ACCESS_KEY_ID, ACCESS_KEY_SECRET), cloud.addresses["oss"], "menjin")


def now(cloud):
    with urllib.request.urlopen(cloud.addresses["gateway"] + URL) as answer:
        return int(answer.read())


def test_functions_share_the_clock(local_cloud):
    local_cloud.advance(10 * 24 * 3600)
    assert abs(now(local_cloud) - time.time()) < 60


def test_real_time_is_back(local_cloud):
    assert not local_cloud.clock.moved
    bucket(local_cloud).put_object("kept", b"")


def test_a_fresh_cloud_is_empty(fresh_cloud):
    assert not bucket(fresh_cloud).object_exists("kept")


def test_failures_on_request(fresh_cloud):
    fresh_cloud.faults.add(Fault("oss", "PutObject", "error", code="ServiceUnavailable"))
    try:
        bucket(fresh_cloud).put_object("new", b"")
    except oss2.exceptions.ServerError as error:
        assert error.code == "ServiceUnavailable"
    else:
        raise AssertionError("no fault")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app" / "hello").mkdir(parents=True)
    (tmp_path / "app" / "template.yml").write_text(_TEMPLATE, "utf-8")
    (tmp_path / "app" / "hello" / "index.py").write_text(_HANDLER, "utf-8")
    (tmp_path / "test_shop.py").write_text(_TESTS, "utf-8")
    settings = f"[pytest]\nlocal_cloud_root = app\npythonpath = {ROOT}\n"
    (tmp_path / "pytest.ini").write_text(settings, "utf-8")
    return tmp_path


def test_fixtures_for_another_project(project: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "emulator.pytest_plugin", "-p", "no:cacheprovider"]
    ran = subprocess.run(
        command, cwd=project, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "4 passed" in ran.stdout
