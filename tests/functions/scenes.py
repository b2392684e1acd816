"""What has to be so before a sample event is played, and the values that exist at run time only."""

from __future__ import annotations

import base64
import io
import json
import re
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import oss2
from PIL import Image

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from menjin import wiring
from menjin.assets.asset import Asset, Slot
from menjin.assets.grant_upload import Upload
from menjin.assets.keys import key_of
from menjin.certification.certification import Kind, Status
from menjin.clock import MINUTE, now
from menjin.gateways.oss.upload_token import UploadTokens
from menjin.messages.message import Message
from tests.functions.platform import HereProduct, context
from tests.product import Person, new_name, new_person, new_phone

_PLACE = re.compile(r'"\$\{account\}"|\$\{(\w+)\}')


@dataclass
class Scene:
    """One play. Values are made when they are first asked for, so a scene holds no more than its event needs."""

    here: HereProduct
    given: str = ""
    system: str = "platform"
    _made: dict[str, Any] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Scene:
        self._open.callback(self.here.clear_faults)
        try:
            if self.given:
                getattr(self, f"_given_{self.given}")()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def fill(self, text: str) -> str:
        """The event with values in place of ``${names}``; the signature last, since it covers the others."""
        filled = _PLACE.sub(lambda found: self._value(found[1]), text)
        if "${oss_signature}" in filled:
            event = json.loads(filled)
            filled = filled.replace("${oss_signature}", self.signed(event["rawPath"], event["body"].encode()))
        return filled

    def signed(self, path: str, body: bytes, query: str = "") -> str:
        """OSS's signature."""
        return self.here.cloud.oss.callbacks.signer.sign(path, query, body)

    def made(self, name: str) -> str:
        """The value if it was made; else a text that stands nowhere."""
        return str(self._made.get(name, "no such text"))

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = getattr(self, f"_make_{name}")()
        return self._made[name]

    def _value(self, name: str | None) -> str:
        if name == "oss_signature":
            return "${oss_signature}"
        return str(self[name or "account"])

    # Values

    def _make_browser(self) -> httpx.Client:
        browser = self.here.browser()
        self._open.callback(browser.close)
        return browser

    def _make_person(self) -> Person:
        person = self.here.register(name=new_name(), system=self.system)
        self._open.callback(person.browser.close)
        return person

    def _make_member(self) -> str:
        return str(self["person"].phone)

    def _make_member_name(self) -> str:
        return str(self["person"].signed_in["user"]["name"])

    def _make_token(self) -> str:
        return str(self["person"].signed_in["token"])

    def _make_account(self) -> int:
        return int(self["person"].id)

    def _make_phone(self) -> str:
        return new_phone()

    def _make_name(self) -> str:
        return new_name()

    def _make_code(self) -> str:
        return self.here.send_code(self["browser"], self["phone"], self.system)

    def _make_wrong_code(self) -> str:
        return f"{(int(self['code']) + 1) % 10**6:06d}"

    def _make_member_code(self) -> str:
        member = self["member"]
        self.here.advance(61)
        return self.here.send_code(self["browser"], member, self.system)

    def _make_captcha(self) -> str:
        return self.here.captcha(self["browser"], self.system)

    def _make_kap(self) -> str:
        self["captcha"]
        return str(self["browser"].cookies[f"{self.system}.kap"])

    def _make_card(self) -> dict[str, str]:
        return new_person()

    def _make_id_number(self) -> str:
        return str(self["card"]["number"])

    def _make_message(self) -> int:
        told = Message(self.system, self["account"], "sample", "PASS", "实名认证已通过", "已通过", now())
        return wiring.reading.services(context()).messages.add_once(told).id

    def _make_upload(self) -> str:
        key = key_of(self.system, self["account"], Slot.AVATAR)
        upload = Upload(self.system, self["account"], Slot.AVATAR, key, "image/jpeg", now() + 5 * MINUTE)
        marks = wiring.receiving.services(context()).marks
        assert isinstance(marks, UploadTokens)
        return marks.make(upload)

    def _make_oss_key(self) -> str:
        url = f"http://127.0.0.1:{self.here.cloud.ports.oss}/callback_pub_key_v1.pem"
        return base64.b64encode(url.encode()).decode()

    # Circumstances

    def _given_captcha_solved(self) -> None:
        answer = self["browser"].get(f"/{self.system}/captcha/check/{self['captcha']}")
        assert answer.status_code == 200

    def _given_captcha_old(self) -> None:
        self["captcha"]
        self.here.advance(301)

    def _given_code_sent(self) -> None:
        self["token"], self["code"]

    def _given_code_old(self) -> None:
        self["member"], self["code"]
        self.here.advance(301)

    def _given_budget_spent(self) -> None:
        self["token"]
        self._settings(CODE_BUDGET_PER_DAY="1")

    def _given_limits_reached(self) -> None:
        for name in ("phone", "member", "browser"):
            self[name]
        limits = ("CAPTCHA_PER_ADDRESS_HOUR", "LOGIN_FAILURES_PER_ADDRESS_HOUR", "LOOKUPS_PER_ADDRESS_HOUR")
        self._settings(**dict.fromkeys(limits, "1"))
        self["browser"].get(f"/{self.system}/captcha/get")
        self["browser"].get(f"/{self.system}/register/checkPhone/{new_phone()}")
        self._fail(new_phone())

    def _given_asked_often(self) -> None:
        self["name"], self["code"]
        self._settings(LOOKUPS_PER_ADDRESS_HOUR="1")
        self["browser"].get(f"/{self.system}/register/checkPhone/{new_phone()}")

    def _given_failed_often(self) -> None:
        for _ in range(4):
            self._fail(self["member"])

    def _given_locked(self) -> None:
        for count in range(11):
            text = self.here.captcha(self["browser"], self.system) if count > 3 else None
            self._fail(self["member"], captcha=text)

    def _given_pictures(self) -> None:
        assets = wiring.receiving.services(context()).assets
        for slot in (Slot.FRONT, Slot.BACK):
            key = key_of(self.system, self["account"], slot)
            assets.record(Asset(self.system, self["account"], slot, key, "E" * 32, 1024, now(), "image/jpeg", 16, 16))

    def _given_draft(self) -> None:
        self._given_pictures()
        assert self["person"].post("identify/save", **self._typed()).status_code == 200

    def _given_submitted(self) -> None:
        self._given_pictures()
        assert self["person"].post("identify/submit", **self._typed()).status_code == 200

    def _given_passed(self) -> None:
        self._given_submitted()
        certifications = wiring.identifying.services(context()).certifications
        found = certifications.find(self.system, self["account"], Kind.PERSON)
        told = replace(found.progress, told_at=now())
        certifications.save(replace(found, status=Status.PASS, decided_at=now(), progress=told))

    def _given_claimed(self) -> None:
        with Scene(self.here) as other:
            other._made["card"] = self["card"]
            other._given_submitted()
        self._given_pictures()

    def _given_overtaken(self) -> None:
        self["token"]
        self.here.fault(service="tablestore", operation="PutRow", kind="error", code="OTSConditionCheckFail")

    def _given_submit_overtaken(self) -> None:
        self._given_pictures()
        # The first write claims the number, the second one is the record's.
        self.here.fault(service="tablestore", operation="PutRow", kind="error", code="OTSConditionCheckFail", skip=1)

    def _given_handed_in(self) -> None:
        self["person"].submit(self["card"])

    def _given_told(self) -> None:
        self["message"]

    def _given_picture_stored(self) -> None:
        self._store(_picture())

    def _given_text_stored(self) -> None:
        self._store(b"no picture at all")

    def _store(self, content: bytes) -> None:
        # The cloud's own function would hear of it as well, and be first or not.
        self.here.fault(service="oss", operation="Event", kind="drop")
        auth = oss2.Auth(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
        bucket = oss2.Bucket(auth, f"http://127.0.0.1:{self.here.cloud.ports.oss}", "menjin")
        bucket.put_object(key_of(self.system, self["account"], Slot.AVATAR), content)
        bucket.session.session.close()

    def _typed(self) -> dict[str, str]:
        return {"type": "person", "name": self["card"]["name"], "idNumber": self["id_number"]}

    def _fail(self, account: str, captcha: str | None = None) -> None:
        fields = {"account": account, "password": "a wrong guess", "captcha": captcha}
        assert self["browser"].post(f"/{self.system}/login/jwt", json=fields).status_code in (400, 429)

    def _settings(self, **settings: str) -> None:
        self._open.enter_context(self.here.platform.environment(**settings))


def _picture() -> bytes:
    """A small JPEG."""
    content = io.BytesIO()
    Image.new("RGB", (32, 20), "white").save(content, "JPEG")
    return content.getvalue()
