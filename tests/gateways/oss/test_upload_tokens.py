"""Our mark inside a callback: OSS's signature says who calls, only this says that the upload is one of ours."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from menjin.assets.grant_upload import Upload
from menjin.clock import MINUTE
from menjin.failures import Forbidden
from menjin.gateways.oss.upload_token import UploadTokens

SLACK = 15 * MINUTE


@pytest.fixture
def tokens() -> UploadTokens:
    return UploadTokens(bytes(range(32)))


def test_it_brings_back_what_was_allowed(tokens: UploadTokens, upload: Upload) -> None:
    assert tokens.read(tokens.make(upload), upload.key, upload.expires_at, SLACK) == upload


def test_a_slow_line_has_some_time_more(tokens: UploadTokens, upload: Upload) -> None:
    token = tokens.make(upload)
    tokens.read(token, upload.key, upload.expires_at + SLACK, SLACK)
    with pytest.raises(Forbidden):
        tokens.read(token, upload.key, upload.expires_at + SLACK + 1, SLACK)


def test_another_key_makes_other_tokens(upload: Upload, tokens: UploadTokens) -> None:
    with pytest.raises(Forbidden):
        tokens.read(UploadTokens(bytes(32)).make(upload), upload.key, 0, SLACK)


def test_every_changed_character_is_seen(tokens: UploadTokens, upload: Upload) -> None:
    token = tokens.make(upload)
    for index, old in enumerate(token):
        changed = token[:index] + ("A" if old != "A" else "B") + token[index + 1 :]
        with pytest.raises(Forbidden):
            tokens.read(changed, upload.key, 0, SLACK)


def test_a_mark_does_not_fit_another_upload(tokens: UploadTokens, upload: Upload) -> None:
    other = tokens.make(replace(upload, account_id=1))
    mac = tokens.make(upload).partition(".")[2]
    with pytest.raises(Forbidden):
        tokens.read(f"{other.partition('.')[0]}.{mac}", upload.key, 0, SLACK)


@pytest.mark.parametrize("content", ["", "{}", "[1,2]", '["platform",1,"cellar","image/jpeg",9]', "\xff"])
def test_what_is_signed_and_no_token_is_refused(tokens: UploadTokens, content: str) -> None:
    payload = base64.urlsafe_b64encode(content.encode("latin-1")).decode()
    with pytest.raises(Forbidden):
        tokens.read(f"{payload}.{tokens._mac(payload)}", "key", 0, SLACK)


@pytest.mark.parametrize("token", ["", ".", "a.b", "é.é", "☃", json.dumps({})])
def test_nonsense_is_refused(tokens: UploadTokens, token: str) -> None:
    with pytest.raises(Forbidden):
        tokens.read(token, "key", 0, SLACK)
