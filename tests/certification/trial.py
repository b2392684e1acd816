"""Documents on the product's own way: the upload's look, OCR over the wire, the comparison."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emulator.aliyun.service import AliyunService
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import HOST, REGION, Options, Ports
from menjin.assets.picture import look_at
from menjin.certification.certification import Kind
from menjin.certification.check import Unreadable, Verdict
from menjin.certification.compare_card import compare_card
from menjin.certification.compare_licence import compare_licence
from menjin.failures import Unavailable
from menjin.gateways.aliyun.ocr import AliyunOcr
from menjin.gateways.aliyun.rpc import Rpc
from menjin.gateways.credentials import Credentials
from tests.certification.labels import NOW, PASS, UNDECIDED, UPLOAD_REFUSED, Document
from tests.emulator.alone import SmallCloud, loop_in_a_thread


class Trial:
    """Tries documents."""

    def __init__(self, ocr: AliyunOcr) -> None:
        self._ocr = ocr

    def outcome(self, document: Document) -> str:
        """``pass``, ``upload_refused``, the reason for which it is refused, or ``undecided`` after an outage."""
        pictures = document.draw()
        if any(look_at(picture) is None for picture in pictures):
            return UPLOAD_REFUSED
        try:
            verdict = self._verdict(document, pictures)
        except Unreadable as unreadable:
            return unreadable.reason.value
        except Unavailable:
            return UNDECIDED
        return PASS if verdict.reason is None else verdict.reason.value

    def _verdict(self, document: Document, pictures: tuple[bytes, ...]) -> Verdict:
        if document.typed.kind is Kind.COMPANY:
            return compare_licence(document.typed, self._ocr.read_licence(pictures[0]), NOW)
        front, back = (self._ocr.read_card(picture) for picture in pictures)
        return compare_card(document.typed, front, back, NOW)


@contextmanager
def trial(folder: Path) -> Iterator[Trial]:
    """The vendor's emulator on a free port for as long as the block lasts, and the product's gateway to it."""
    with loop_in_a_thread() as wait:
        # The vendor's limit of calls a second is not what is tried here.
        cloud = SmallCloud(Options(root=folder, data=folder, ports=Ports.below(0), ocr_qps=0))
        service = AliyunService(cloud)
        wait(service.start())
        # The models take seconds to load on a busy machine, and a call waits no longer than it would for the vendor.
        wait(service.warm(), 120)
        try:
            rpc = Rpc(Credentials(ACCESS_KEY_ID, ACCESS_KEY_SECRET), REGION)
            yield Trial(AliyunOcr(rpc, f"http://{HOST}:{cloud.ports.aliyun}"))
        finally:
            wait(service.stop())
            cloud.outbox.close()
