"""Ports, and the settings of local.yml."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from emulator.shared.listening import listen
from emulator.shared.local import Local, LocalError
from emulator.shared.options import HOST, Ports


def test_the_services_follow_the_gateway_downward() -> None:
    assert Ports.below(9999).as_dict() == {
        "gateway": 9999,
        "console": 9998,
        "oss": 9997,
        "tablestore": 9996,
        "aliyun": 9995,
        "redis": 9994,
        "fc": 9993,
    }


def test_free_ports_are_free_and_follow_downward_too() -> None:
    ports = Ports.below(0)
    assert ports == Ports.below(ports.gateway)
    assert ports.taken() == {}


def test_a_taken_port_is_named_with_its_service() -> None:
    ports = Ports.below(0)
    with listen(HOST, ports.oss):
        assert ports.taken() == {"oss": ports.oss}


def read(tmp_path: Path, text: str, redis_url: str | None = None) -> Local:
    (tmp_path / "local.yml").write_text(text, "utf-8")
    return Local.read(tmp_path, Ports.below(9999), redis_url)


def test_settings_know_the_ports_of_the_run(tmp_path: Path) -> None:
    local = read(tmp_path, 'environment: {URL: "http://{host}:{oss}/{name}", REDIS_URL: "{redis_url}"}')
    assert local.environment == {"URL": "http://127.0.0.1:9997/{name}", "REDIS_URL": "redis://127.0.0.1:9994/0"}


def test_a_real_redis_takes_the_place_of_the_embedded_one(tmp_path: Path) -> None:
    local = read(tmp_path, 'environment: {REDIS_URL: "{redis_url}"}', "redis://10.0.0.1:6379/2")
    assert local.environment == {"REDIS_URL": "redis://10.0.0.1:6379/2"}


def test_layers_are_looked_for_by_the_running_python(tmp_path: Path) -> None:
    local = read(tmp_path, 'layers: {libs: [vendor, "build/{python}"]}')
    minor = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert local.layers == {"libs": [tmp_path / "vendor", tmp_path / "build" / minor]}


def test_without_the_file_nothing_is_laid_over(tmp_path: Path) -> None:
    assert Local.read(tmp_path, Ports.below(9999)) == Local()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[1]", "a map"),
        ("{", "local.yml"),
        ("enviroment: {}", "unknown: enviroment"),
        ("environment: {A: 1}", "environment: A"),
        ("layers: {libs: vendor}", "layers: libs"),
        ("prepare: [make]", "prepare"),
        ("messages: {table: letter}", "messages"),
        ("pages: [register.html]", "pages"),
        ("sms: {signature: [门禁]}", "sms: signatures and templates"),
        ("sms: {signatures: 门禁}", "sms: signatures"),
        ("sms: {templates: {SMS_1: 1}}", "sms: templates"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(LocalError, match=complaint):
        read(tmp_path, text)
