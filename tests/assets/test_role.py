"""The rights in the bucket that ``docs/deploy.md`` gives the functions' role: enough, and no more."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import httpx
import oss2
import pytest

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import REGION
from menjin.assets.asset import Slot
from menjin.assets.grant_upload import Upload
from menjin.assets.keys import key_of
from menjin.assets.record_upload import record_upload
from menjin.clock import MINUTE, now
from menjin.failures import Unavailable
from menjin.gateways.credentials import Credentials
from menjin.gateways.oss.picture_links import OssPictureLinks
from menjin.parts import Parts
from tests.assets.photographs import photograph
from tests.docs.markdown import blocks
from tests.small_cloud import SmallCloud

MANUAL = Path(__file__).parents[2] / "docs/deploy.md"


@pytest.fixture
def role(small: SmallCloud) -> Credentials:
    """A temporary key, as a function is given one."""
    policy = json.loads(blocks(MANUAL, "json")[0].text.replace("BUCKET", "menjin"))
    minted = small.cloud.keys.mint(900, json.dumps(policy))
    return Credentials(minted.id, minted.secret, minted.token)


@pytest.fixture
def bucket(small: SmallCloud) -> oss2.Bucket:
    auth = oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    return oss2.Bucket(auth, small.environment["OSS_ENDPOINT"], "menjin", region=REGION)


def upload(parts: Parts, account: int, slot: Slot, content: bytes) -> int:
    """The status of an upload that this role permits; 203 as nobody answers the callback here."""
    wanted = Upload("platform", account, slot, key_of("platform", account, slot), "image/jpeg", now() + 5 * MINUTE)
    form = parts.upload_policies().sign(wanted, now())
    return httpx.post(form["host"], data=form["fields"], files={"file": ("p", content, "image/jpeg")}).status_code


def test_the_role_of_the_manual_suffices_and_reaches_no_further(
    small: SmallCloud, role: Credentials, bucket: oss2.Bucket
) -> None:
    parts, account = small.parts(role), secrets.randbelow(10**12) + 1
    # Records are none of the bucket's business.
    assets, pictures = small.parts().assets(), parts.pictures()
    links = OssPictureLinks(small.environment["UPLOAD_HOST"], "menjin", REGION, role)
    for slot, content, usable in (*((slot, photograph(6), True) for slot in Slot), (Slot.AVATAR, b"no picture", False)):
        assert upload(parts, account, slot, content) == 203
        asset = record_upload(assets, pictures, system="platform", account_id=account, slot=slot, now=now())
        assert asset is not None
        assert asset.usable == usable
        assert httpx.get(links.link(asset.key, 300)).status_code == (200 if usable else 404)
        pictures.delete(asset.key)
    for elsewhere in ("platform/notes.jpg", f"platform/user/{account}/passport.jpg"):
        bucket.put_object(elsewhere, b"somebody else's")
        assert httpx.get(links.link(elsewhere, 300)).status_code == 403
        for reach in (lambda key=elsewhere: pictures.read(key, 100), lambda key=elsewhere: pictures.delete(key)):
            with pytest.raises(Unavailable):
                reach()
