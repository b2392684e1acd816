"""Certifications, uploads and messages."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import oss2
from PIL import Image

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from menjin.assets.asset import Asset, Slot
from menjin.assets.grant_upload import Upload
from menjin.assets.keys import key_of
from menjin.certification.access import Access
from menjin.certification.certification import Certification, Kind, Status
from menjin.certification.certifications import Due
from menjin.certification.ledger import Run
from menjin.certification.progress import Aside, Delivery, Notice
from menjin.certification.states import MAX_ATTEMPTS, put_aside
from menjin.clock import HOUR, MINUTE, now
from menjin.gateways.oss.upload_token import UploadTokens
from menjin.messages.message import Message
from menjin.wiring import certification as certification_wiring
from menjin.wiring import pages as pages_wiring
from menjin.wiring import uploads as uploads_wiring
from tests.functions.platform import context
from tests.functions.scenes.limits import Limits
from tests.product import new_company, new_person


class Papers(Limits):
    """What was uploaded, typed, submitted and decided."""

    @contextmanager
    def another(self) -> Iterator[Papers]:
        """Somebody else's scene, in the same system."""
        other = type(self)(self.here, system=self.system)
        with other._open:
            yield other

    def _make_card(self) -> dict[str, str]:
        return new_person()

    def _make_id_number(self) -> str:
        return str(self["card"]["number"])

    def _make_licence_number(self) -> str:
        return new_company()["code"]

    def _make_message(self) -> int:
        told = Message(self.system, self["account"], "sample", "PASS", "实名认证已通过", "已通过", now())
        return pages_wiring.reading.services(context()).messages.add_once(told).id

    def _make_upload(self) -> str:
        key = key_of(self.system, self["account"], Slot.AVATAR)
        upload = Upload(self.system, self["account"], Slot.AVATAR, key, "image/jpeg", now() + 5 * MINUTE)
        marks = uploads_wiring.receiving.services(context()).marks
        assert isinstance(marks, UploadTokens)
        return marks.make(upload)

    def _make_oss_key(self) -> str:
        url = f"http://127.0.0.1:{self.here.cloud.ports.oss}/callback_pub_key_v1.pem"
        return base64.b64encode(url.encode()).decode()

    # Certifications

    def _given_pictures(self) -> None:
        self._record(Slot.FRONT, Slot.BACK)

    def _given_draft(self) -> None:
        self._given_pictures()
        assert self["person"].post("identify/save", **self._typed()).status_code == 200

    def _given_submitted(self) -> None:
        self._given_pictures()
        assert self["person"].post("identify/submit", **self._typed()).status_code == 200

    def _given_passed(self) -> None:
        self._given_submitted()
        self._pass(Kind.PERSON)

    def _given_claimed(self) -> None:
        with self.another() as other:
            other._made["card"] = self["card"]
            other._given_submitted()
        self._given_pictures()

    def _given_submit_overtaken(self) -> None:
        self._given_pictures()
        # The first write claims the number, the second one is the record's.
        self._at_last.append(lambda: self._lose("PutRow", skip=1))

    def _given_licence(self) -> None:
        self._given_passed()
        self._record(Slot.LICENCE)

    def _given_licence_submitted(self) -> None:
        self._given_licence()
        assert self["person"].post("identify/submit", **self._typed_company()).status_code == 200

    def _given_licence_passed(self) -> None:
        self._given_licence_submitted()
        self._pass(Kind.COMPANY)

    def _given_licence_claimed(self) -> None:
        with self.another() as other:
            other._made["licence_number"] = self["licence_number"]
            other._given_licence_submitted()
        self._given_licence()

    def _given_licence_overtaken(self) -> None:
        self._given_licence()
        self._at_last.append(lambda: self._lose("PutRow", skip=1))

    def _given_handed_in(self) -> None:
        self["person"].submit(self["card"])

    def _given_told(self) -> None:
        self["message"]

    def _typed(self) -> dict[str, str]:
        return {"type": "person", "name": self["card"]["name"], "idNumber": self["id_number"]}

    def _typed_company(self) -> dict[str, str]:
        return {
            "type": "company",
            "companyName": "杭州样例科技有限公司",
            "companyAddress": "浙江省杭州市西湖区样例路 1 号",
            "companyPhone": "0571-88886666",
            "licenceNumber": self["licence_number"],
            "legal": "张三",
        }

    def _pass(self, kind: Kind) -> None:
        done = Delivery(done_at=now())
        notice = Notice(Status.PASS.value, now(), message=done, sms=done, mail=done)
        found = self._certification(kind)
        told = replace(found.progress, attempts=1, spent=1200, notice=notice)
        self._save(replace(found, status=Status.PASS, decided_at=now(), progress=told))

    def _certification(self, kind: Kind) -> Certification:
        return self._desk.certifications.find(self.system, self["account"], kind)

    def _save(self, certification: Certification) -> None:
        self._desk.certifications.save(certification)

    @property
    def _desk(self) -> certification_wiring.CertificationDesk:
        return certification_wiring.certification_desk.services(context())

    def _given_waiting(self) -> None:
        self._given_submitted()
        found = self._certification(Kind.PERSON)
        self._save(replace(found, progress=replace(found.progress, attempts=1, retry_at=now())))

    # What administrators look at

    def _given_put_aside(self) -> None:
        self._given_submitted()
        found = self._certification(Kind.PERSON)
        tried = replace(found, progress=replace(found.progress, attempts=MAX_ATTEMPTS, spent=100))
        self._save(put_aside(tried, Aside.OUTAGES, now=now()))

    def _given_put_aside_overtaken(self) -> None:
        self._given_put_aside()
        self._at_last.append(lambda: self._lose("PutRow"))

    def _given_run_ended(self) -> None:
        # What other samples have started must not be the last run.
        run, item = Run(self.system, now() + HOUR, Kind.PERSON), Due(self.system, self["account"], Kind.PERSON)
        self._desk.ledger.begin(run)
        self._desk.ledger.settle(run.id, item, "waiting", 0)
        self._desk.ledger.settle(run.id, item, "passed", 1200)
        self._desk.ledger.end(replace(run, handed_out_at=now()))

    def _given_looked_at(self) -> None:
        account, request = self["account"], "1-691e6a48-1c9a3f00"
        self._desk.accesses.add(Access(self.system, account, f"{account}-person", "a1b2c3d4", now(), request))

    # Uploads

    def _record(self, *slots: Slot) -> None:
        assets = uploads_wiring.receiving.services(context()).assets
        for slot in slots:
            key = key_of(self.system, self["account"], slot)
            assets.record(Asset(self.system, self["account"], slot, key, "E" * 32, 1024, now(), "image/jpeg", 16, 16))

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


def _picture() -> bytes:
    """A small JPEG."""
    content = io.BytesIO()
    Image.new("RGB", (32, 20), "white").save(content, "JPEG")
    return content.getvalue()
