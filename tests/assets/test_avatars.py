"""Avatars are recorded clean, whatever comes between: repetitions, newer uploads, failures, deaths."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import oss2
import pytest

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import REGION
from menjin.assets.asset import Asset, Assets, Slot
from menjin.assets.keys import key_of
from menjin.assets.picture import look_at
from menjin.assets.record_upload import Pictures, record_upload
from menjin.clock import now
from menjin.failures import Unavailable
from menjin.gateways.credentials import Credentials
from tests.assets.photographs import SIDES, drawing, photograph, said_by
from tests.small_cloud import SmallCloud, at_once

TURNED = SIDES[::-1]


@dataclass
class Album:
    """One account's slots, and the bucket behind them."""

    small: SmallCloud
    bucket: oss2.Bucket
    account: int
    slot: Slot = Slot.AVATAR

    @property
    def key(self) -> str:
        return key_of("platform", self.account, self.slot)

    @property
    def assets(self) -> Assets:
        return self.small.parts().assets()

    @property
    def recorded(self) -> Asset | None:
        return self.assets.find("platform", self.account, self.slot)

    def put(self, content: bytes, kind: str = "image/jpeg") -> str:
        """Upload as the form does; the ETag."""
        headers = {"Content-Type": kind, "x-oss-object-acl": "private"}
        return str(self.bucket.put_object(self.key, content, headers).etag)

    def content(self) -> bytes:
        return bytes(self.bucket.get_object(self.key).read())

    def note(self, pictures: Pictures | None = None, assets: Assets | None = None) -> Asset | None:
        """A callback or an event arrives."""
        return record_upload(
            assets or self.assets,
            pictures or self.small.parts().pictures(),
            system="platform",
            account_id=self.account,
            slot=self.slot,
            now=now(),
        )

    def check(self, sides: tuple[int, int] = SIDES) -> None:
        """The object is clean, and the record is about it."""
        content, asset = self.content(), self.recorded
        assert said_by(content) == set()
        assert asset is not None
        assert asset.usable
        assert (asset.etag, asset.size) == (self.bucket.head_object(self.key).etag, len(content))
        assert (asset.width, asset.height) == sides
        seen = look_at(content)
        assert seen is not None
        assert (asset.type, asset.width, asset.height) == (seen.type, seen.width, seen.height)


@pytest.fixture
def album(small: SmallCloud) -> Album:
    auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    bucket = oss2.Bucket(auth, small.environment["OSS_ENDPOINT"], "menjin", region=REGION)
    return Album(small, bucket, secrets.randbelow(10**12) + 1)


class Meddled:
    """What is really there, with something happening right before or after one of its calls."""

    def __init__(self, real: Any, method: str, happens: Callable[[], object], *, after: bool = False) -> None:
        self._real, self._method, self._happens, self._after = real, method, happens, after

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)

        def call(*given: Any, **named: Any) -> Any:
            if name == self._method and not self._after:
                self._once()
            result = method(*given, **named)
            if name == self._method and self._after:
                self._once()
            return result

        return call

    def _once(self) -> None:
        self._method = ""
        self._happens()


class Died(BaseException):
    """The process ends here."""


def die() -> None:
    raise Died


CONTENTS = {
    "photograph": (photograph(), "image/jpeg", SIDES),
    "turned photograph": (photograph(6), "image/jpeg", TURNED),
    "drawing": (drawing(), "image/png", SIDES),
    "turned drawing": (drawing(8, late=True), "image/png", TURNED),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_an_avatar_is_recorded_without_metadata(album: Album, name: str) -> None:
    content, kind, sides = CONTENTS[name]
    album.put(content, kind)
    asset = album.note()
    assert asset == album.recorded
    album.check(sides)
    head = album.bucket.head_object(album.key)
    assert head.content_type == kind
    assert album.bucket.get_object_acl(album.key).acl == "private"


def test_told_again_of_it_or_of_the_clean_one_nothing_changes(album: Album) -> None:
    album.put(photograph(6))
    first = album.note()
    modified = album.bucket.head_object(album.key).last_modified
    for _ in range(3):
        assert album.note() == first
    assert album.bucket.head_object(album.key).last_modified == modified
    album.put(photograph(6))
    assert album.note() == first, "the same picture once more is the same record"
    album.check(TURNED)


def test_told_by_eight_at_once(album: Album) -> None:
    album.put(photograph(6))
    found = at_once(8, lambda _: album.note())
    assert set(found) == {album.recorded}
    album.check(TURNED)


def test_a_clean_one_is_not_written_again(album: Album) -> None:
    album.put(photograph())
    album.note()
    clean = album.content()
    album.put(clean)
    never = Meddled(album.small.parts().pictures(), "replace", die)
    assert album.note(pictures=never) == album.recorded


@pytest.mark.parametrize("slot", [Slot.FRONT, Slot.BACK, Slot.LICENCE])
def test_what_is_submitted_stays_as_it_was_submitted(album: Album, slot: Slot) -> None:
    album.slot = slot
    etag = album.put(photograph(6))
    asset = album.note()
    assert asset is not None
    assert (asset.etag, asset.width, asset.height) == (etag, *SIDES)
    assert album.content() == photograph(6)


@pytest.mark.parametrize(
    ("part", "method", "after"),
    [
        ("pictures", "read", True),
        ("pictures", "replace", False),
        ("pictures", "replace", True),
        ("assets", "record", False),
        ("assets", "record", True),
    ],
)
def test_whoever_dies_is_followed_by_the_event(album: Album, part: str, method: str, after: bool) -> None:
    album.put(photograph(6))
    whole: dict[str, Any] = {"pictures": album.small.parts().pictures(), "assets": album.assets}
    with pytest.raises(Died):
        album.note(**{**whole, part: Meddled(whole[part], method, die, after=after)})
    assert album.recorded is None or said_by(album.content()) == set(), "nothing is recorded before it is clean"
    album.note()
    album.check(TURNED)


@pytest.mark.parametrize(("part", "method"), [("pictures", "replace"), ("assets", "record")])
def test_a_newer_upload_is_what_is_recorded(album: Album, part: str, method: str) -> None:
    album.put(photograph(6))
    whole: dict[str, Any] = {"pictures": album.small.parts().pictures(), "assets": album.assets}
    newer = Meddled(whole[part], method, lambda: album.put(drawing(), "image/png"))
    asset = album.note(**{**whole, part: newer})
    assert asset is not None
    assert asset.type == "image/png"
    album.check()


def test_a_slower_record_of_an_older_upload_does_not_stay(album: Album) -> None:
    """The older one is about to be recorded; the newer arrives and is recorded; then the older one is."""

    def newer() -> None:
        album.put(drawing(), "image/png")
        album.note()

    album.slot = Slot.FRONT
    album.put(photograph())
    album.note(assets=Meddled(album.assets, "record", newer))
    recorded = album.recorded
    assert recorded is not None
    assert recorded.etag == album.bucket.head_object(album.key).etag


def test_an_object_that_never_keeps_still_is_left_for_later(album: Album) -> None:
    contents = iter(photograph(6, order=order) + bytes([number]) for number in range(50) for order in "<>")
    album.put(next(contents))

    class Restless(Meddled):
        def _once(self) -> None:
            self._happens()

    restless = Restless(album.small.parts().pictures(), "replace", lambda: album.put(next(contents)))
    with pytest.raises(Unavailable):
        album.note(pictures=restless)
    assert album.recorded is None


@pytest.mark.parametrize("kind", ["error", "drop"])
def test_a_write_that_fails_or_whose_answer_is_lost(album: Album, kind: str) -> None:
    album.put(photograph(6))
    album.small.fault("oss", "PutObject", kind)
    album.note()
    album.check(TURNED)


def test_an_outage_leaves_nothing_recorded(album: Album) -> None:
    album.put(photograph(6))
    album.small.fault("oss", "PutObject", "error", times=2)
    with pytest.raises(Unavailable):
        album.note()
    assert album.recorded is None
    album.note()
    album.check(TURNED)


def test_a_refused_avatar_is_not_kept(album: Album) -> None:
    album.put(photograph(6)[:200])
    for _ in range(2):
        asset = album.note()
        assert asset is not None
        assert not asset.usable
    assert not album.bucket.object_exists(album.key)
    album.put(photograph())
    album.note()
    album.check()


def test_whoever_dies_before_deleting_a_refused_avatar_is_followed_by_the_event(album: Album) -> None:
    album.put(b"GIF89a")
    with pytest.raises(Died):
        album.note(pictures=Meddled(album.small.parts().pictures(), "delete", die))
    assert album.bucket.object_exists(album.key)
    album.note()
    assert not album.bucket.object_exists(album.key)


def test_cleaning_takes_the_right_to_write_avatars_and_no_other(album: Album) -> None:
    actions = {"oss:GetObject": "*", "oss:PutObject": "avatar.jpg", "oss:DeleteObject": "*"}
    policy = {
        "Version": "1",
        "Statement": [
            {"Effect": "Allow", "Action": action, "Resource": f"acs:oss:*:*:menjin/*/user/*/{name}"}
            for action, name in actions.items()
        ],
    }
    minted = album.small.cloud.keys.mint(900, json.dumps(policy))
    role = album.small.parts(Credentials(minted.id, minted.secret, minted.token))
    album.put(photograph(6))
    album.note(pictures=role.pictures())
    album.check(TURNED)
    album.slot = Slot.FRONT
    album.put(photograph())
    stored = role.pictures().read(album.key, 10**6)
    assert stored is not None
    with pytest.raises(Unavailable):
        role.pictures().replace(album.key, stored, b"x")
