"""The bucket of a small local cloud, and a browser that posts to it."""

from __future__ import annotations

import secrets

import oss2
import pytest

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import REGION
from menjin.assets.asset import Slot
from menjin.assets.grant_upload import Upload
from menjin.assets.keys import key_of
from menjin.clock import MINUTE, now
from tests.small_cloud import SmallCloud


@pytest.fixture
def upload() -> Upload:
    """A permission that nobody else has."""
    account = secrets.randbelow(10**12) + 1
    key = key_of("platform", account, Slot.FRONT)
    return Upload("platform", account, Slot.FRONT, key, "image/jpeg", now() + 5 * MINUTE)


@pytest.fixture
def bucket(small: SmallCloud) -> oss2.Bucket:
    """The bucket as its owner reaches it."""
    auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    return oss2.Bucket(auth, small.environment["OSS_ENDPOINT"], "menjin", region=REGION)
