"""Settings: all read together, all problems told together, no value ever shown."""

from __future__ import annotations

import base64
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from menjin import configuration
from menjin.configuration import AdminSettings, RedisSettings, SessionSettings, SmsSettings, Tenancy
from menjin.gateways.credentials import Credentials
from menjin.operation import Operation
from menjin.parts import Parts
from menjin.settings import (
    Misconfigured,
    admins,
    group,
    key,
    key_ring,
    load,
    names,
    origins,
    positive,
    setting,
    settings_of,
    switch,
    url,
    urls,
    words,
    yuan,
)
from tests.small_cloud import GROUPS
from tools.functions import declared, operations

KEY = base64.b64encode(b"a secret of thirty-two bytes ...").decode()
OPERATIONS = operations()
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A complete deployment, as the variables of this process."""
    texts: dict[Any, str] = {
        str: "text",
        configuration.systems: "text,platform",
        url: "https://a.example",
        words: "text",
        key: KEY,
    }
    texts |= {key_ring: f"k1:{KEY}", admins: "", origins: "", urls: ""}
    values = {one.name: texts[one.parse] for group in GROUPS for one in settings_of(group) if one.default is None}
    values["REDIS_URL"] = "redis://:a-password@127.0.0.1:9"
    for name in ("ID", "SECRET"):
        values[f"ALIBABA_CLOUD_ACCESS_KEY_{name}"] = f"the-{name.lower()}"
    monkeypatch.delenv("ALIBABA_CLOUD_SECURITY_TOKEN", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return values


@pytest.fixture
def cold() -> Operation[Any]:
    """An operation that nobody has used yet."""
    return Operation(lambda parts: parts, OPERATIONS["sending"].groups[1:])


def context(key_id: str, secret: str, token: str | None) -> SimpleNamespace:
    credentials = SimpleNamespace(access_key_id=key_id, access_key_secret=secret, security_token=token)
    return SimpleNamespace(credentials=credentials)


def read(parse: Any, text: str) -> Any:
    """A setting of that kind, from its text."""

    @group
    class One:
        value: Any = setting("ONE", "a text", parse, "")

    return load({"ONE": text}, (One,))[0].value


def problems(environ: dict[str, str], *groups: type[Any]) -> list[str]:
    with pytest.raises(Misconfigured) as found:
        load(environ, groups)
    assert all(value not in str(found.value) for value in environ.values() if len(value) > 3)
    return [one.split(" ")[0] for one in found.value.problems]


def test_a_group_is_read_with_its_defaults() -> None:
    [read] = load({"SESSION_KEYS": f"k2:{KEY},k1:{KEY}"}, (SessionSettings,))
    assert (read.hours, read.keys.newest, set(read.keys.keys)) == (168, "k2", {"k1", "k2"})


def test_everything_missing_is_told_at_once() -> None:
    expected = [one.name for group in (Tenancy, RedisSettings) for one in settings_of(group) if one.default is None]
    assert problems({}, Tenancy, RedisSettings) == expected
    assert problems(dict.fromkeys(expected, ""), Tenancy, RedisSettings) == expected


def test_what_cannot_be_read_is_told_without_its_value() -> None:
    environ = {
        "REDIS_URL": "redis://:a-password@h",
        "CODE_KEY": "not-a-key!",
        "SESSION_KEYS": "k1",
        "SESSION_HOURS": "x-hours",
    }
    assert problems(environ, RedisSettings, SessionSettings) == ["CODE_KEY", "SESSION_KEYS", "SESSION_HOURS"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_asks_only_for_what_its_settings_give(name: str, environment: dict[str, str]) -> None:
    one = OPERATIONS[name]
    assert Operation(one._build, one.groups[1:]).services(None) is not None


def test_an_operation_tells_everything_that_it_misses(
    cold: Operation[Any], environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SYSTEMS", "REDIS_URL", "SMS_SIGN_NAME"):
        monkeypatch.delenv(name)
    for ask in (cold.tenancy, lambda: cold.services(None)):
        with pytest.raises(Misconfigured) as found:
            ask()
        assert [one.split(" ")[0] for one in found.value.problems] == ["SYSTEMS", "REDIS_URL", "SMS_SIGN_NAME"]


def test_services_are_kept_until_the_key_changes(cold: Operation[Parts], environment: dict[str, str]) -> None:
    first = cold.services(context("STS.one", "secret-one", "token-one"))
    assert cold.services(context("STS.one", "secret-one", "token-one")) is first
    for changed in (
        context("STS.two", "secret-one", "token-one"),
        context("STS.one", "secret-two", "token-one"),
        context("STS.one", "secret-one", "token-two"),
    ):
        now = cold.services(changed)
        assert now is not first
        assert cold.services(changed) is now
    assert cold.services(context("STS.one", "secret-one", "token-one")) is not first
    assert first.credentials == Credentials("STS.one", "secret-one", "token-one")


def test_everything_that_signs_is_built_anew(cold: Operation[Parts], environment: dict[str, str]) -> None:
    first = cold.services(context("STS.one", "secret-one", "token-one"))
    second = cold.services(context("STS.two", "secret-two", "token-two"))
    assert first.rpc is first.rpc
    assert second.rpc is not first.rpc
    assert second.rpc._credentials.key_id == "STS.two"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, Credentials("the-id", "the-secret")),
        (context("", "", ""), Credentials("the-id", "the-secret")),
        (context("STS.one", "", "token"), Credentials("the-id", "the-secret")),
        (context("STS.one", "secret", "token"), Credentials("STS.one", "secret", "token")),
        (context("LTAI", "secret", None), Credentials("LTAI", "secret")),
    ],
)
def test_a_key_is_the_contexts_or_the_environments(
    environment: dict[str, str], given: Any, expected: Credentials
) -> None:
    assert Credentials.present(given, environment) == expected
    # A permanent key of the context does not meet the token of another key.
    mixed = {**environment, "ALIBABA_CLOUD_SECURITY_TOKEN": "environments"}
    found = Credentials.present(given, mixed)
    assert found is not None
    assert (found.token == "environments") is (expected.key_id == "the-id")


def test_without_any_key_there_is_none() -> None:
    assert Credentials.present(None, {}) is None


def test_nothing_shows_a_secret(environment: dict[str, str], cold: Operation[Parts]) -> None:
    parts = cold.services(context("STS.one", "secret-one", "token-one"))
    redis, ring = parts.settings(RedisSettings), load(environment, (SessionSettings,))[0].keys
    shown = f"{parts!r} {cold!r} {vars(parts)!r} {redis!r} {ring!r} {parts.credentials!r} {parts.redis!r} {parts.rpc!r}"
    for secret in ("secret-one", "token-one", "a-password", KEY, "thirty-two"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (names, "qqsl, platform,", ("qqsl", "platform")),
        (words, "\\u95e8\\u7981", "门禁"),
        (words, "Menjin", "Menjin"),
        (switch, "on", True),
        (switch, "off", False),
        (url, "https://a.example/", "https://a.example"),
        (url, "http://127.0.0.1:9997/menjin", "http://127.0.0.1:9997/menjin"),
        (urls, "", ()),
        (urls, "https://a.example, https://b.example/", ("https://a.example", "https://b.example")),
        (origins, "", {}),
        (
            origins,
            "qqsl=https://a.example,https://b.example; platform=https://c.example",
            {"qqsl": {"https://a.example", "https://b.example"}, "platform": {"https://c.example"}},
        ),
        (positive, "7", 7),
        (yuan, "0", 0),
        (yuan, "1000", 1_000_000),
        (yuan, "0.05", 50),
        (yuan, "1.5", 1_500),
        (yuan, "12.345", 12_345),
        (
            admins,
            "qqsl:13800138000, platform:13800138001",
            {("qqsl", "13800138000"), ("platform", "13800138001")},
        ),
        (admins, "", frozenset()),
    ],
)
def test_texts_that_are_read(parse: Any, text: str, value: object) -> None:
    assert read(parse, text) == value


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (names, ""),
        (names, "QQSL"),
        (names, "a b"),
        (names, "../x"),
        (words, "门禁"),
        (words, "\\u95"),
        (switch, "yes"),
        (switch, ""),
        (url, "a.example"),
        (url, "ftp://a.example"),
        (url, "https://"),
        (urls, "https://a.example,b"),
        (origins, "qqsl=b"),
        (positive, "0"),
        (positive, "-1"),
        (positive, "1.5"),
        (yuan, ""),
        (yuan, "-1"),
        (yuan, "1.2345"),
        (yuan, "1."),
        (yuan, ".5"),
        (yuan, "1e3"),
        (yuan, "1,5"),
        (yuan, "١"),
        (yuan, "1\n"),
        (key, "c2hvcnQ="),
        (key, "***"),
        (key_ring, ""),
        (key_ring, KEY),
        (key_ring, f"k1:{KEY},k1:{KEY}"),
        (key_ring, f"k 1:{KEY}"),
        (admins, "qqsl:138"),
        (admins, "13800138000"),
    ],
)
def test_texts_that_are_refused(parse: Any, text: str) -> None:
    with pytest.raises(Misconfigured):
        read(parse, text)


def test_no_system_is_called_what_fixed_paths_begin_with(environment: dict[str, str]) -> None:
    patterns = [pattern for function in declared(ROOT).values() for pattern in function.patterns]
    starts = {pattern.split("/")[1] for pattern in patterns}
    assert set(configuration.RESERVED) == {start for start in starts if not start.startswith("{")}
    for name in configuration.RESERVED:
        with pytest.raises(Misconfigured) as found:
            load({**environment, "SYSTEMS": f"text,{name}"}, (Tenancy,))
        assert found.value.problems == [
            "SYSTEMS holds a name that fixed paths begin with: one of asset, auth, certify, code, send, user, web"
        ]


def test_the_default_system_is_one_of_the_systems(environment: dict[str, str]) -> None:
    with pytest.raises(Misconfigured) as found:
        load({**environment, "DEFAULT_SYSTEM": "nobody"}, (Tenancy,))
    assert found.value.problems == ["DEFAULT_SYSTEM is none of SYSTEMS"]


def test_administrators_and_signatures_are_read() -> None:
    [admins] = load({"ADMINS": "qqsl:13800138000"}, (AdminSettings,))
    assert admins.phones == {("qqsl", "13800138000")}
    [sms] = load(
        {
            "SMS_ENDPOINT": "https://a.example",
            "REGION": "cn-hangzhou",
            "SMS_SIGN_NAME": "\\u95e8",
            "SMS_CODE_TEMPLATE": "SMS_1",
        },
        (SmsSettings,),
    )
    assert sms.sign_name == "门"
