"""The coverage page says the truth about every operation, asked over the wire."""

from __future__ import annotations

import httpx
import oss2
import pytest

from emulator.oss.coverage import REFUSED, SECTION
from emulator.oss.routes import BESIDES, TABLES
from tests.emulator.oss.kit import Oss, signed

_REQUESTS: dict[str, tuple[str, str, str]] = {}
for _level, _table in TABLES.items():
    for (_method, _selector), _route in _table.items():
        _REQUESTS.setdefault(_route.operation, (_method, _level, _selector))
_SPECIAL = {
    "CopyObject": ("PUT", "object", "", {"x-oss-copy-source": "/coverage/k"}),
    "UploadPartCopy": ("PUT", "object", "uploadId&partNumber=1", {"x-oss-copy-source": "/coverage/k"}),
    "OptionObject": ("OPTIONS", "object", "", {}),
}


def _is_unknown(answer: httpx.Response) -> bool:
    """Whether the answer says that there is no such operation."""
    return answer.status_code == 405 or (answer.status_code == 501 and b"<Code>NotImplemented</Code>" in answer.content)


@pytest.mark.parametrize("operation", [row.operation for row in SECTION.rows if row.state != "refused"])
def test_what_the_page_calls_emulated_is_answered(oss: Oss, operation: str) -> None:
    method, level, selector, headers = _SPECIAL.get(operation) or (*_REQUESTS[operation], {})
    bucket, key = ("" if level == "service" else "coverage"), ("k" if level == "object" else "")
    assert not _is_unknown(signed(oss, method, bucket, key, selector, headers))


@pytest.mark.parametrize("operation", REFUSED)
def test_what_the_page_calls_refused_is_refused(oss: Oss, operation: str) -> None:
    method, _, target = REFUSED[operation].partition(" ")
    path, _, query = target.partition("?")
    bucket, key = {"/": ("", ""), "/b/": ("coverage", ""), "/b/k": ("coverage", "k")}[path]
    answer = signed(oss, method, bucket, key, query)
    assert answer.status_code == 501
    assert _is_unknown(answer)


def test_the_page_names_all_there_is() -> None:
    names = [row.operation for row in SECTION.rows]
    assert len(names) == len(set(names))
    answered = {row.operation for row in SECTION.rows if row.state != "refused"}
    assert answered == {*_REQUESTS, *(route.operation for route in BESIDES)}
    assert all(row.note for row in SECTION.rows if row.state == "partly")


def test_a_signed_probe_is_accepted(oss: Oss, plain: oss2.Bucket) -> None:
    assert signed(oss, "GET", plain.bucket_name, "", "acl").status_code == 200
