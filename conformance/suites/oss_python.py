"""oss2's live tests: the 21 files about buckets, objects, uploads, downloads, listings, signatures and encryption.

Where nothing listens, 70 of the 330 pass: those with a mocked transport. The bars are what the first stand-in for the
issue reached; the lists in ``expected`` say what fails now, and why.
"""

from __future__ import annotations

from conformance import cloud
from conformance.cases import Case
from conformance.needs import Checkout, Locale, Python
from conformance.suites import pytests
from conformance.suites.base import Place, Suite

_CHECKOUT = Checkout("https://github.com/aliyun/aliyun-oss-python-sdk", "eb329ec91d24e2e52646f244863232342fa05161")
_PYTHON = Python()
_LOCALE = Locale("zh_CN")
_STYLES = {"path": "path style", "host": "virtual hosts", "public": "public host names"}
_SUBJECTS = (
    "object api_base headers chinese upload download multipart iterator list_objects_v2 sign exception_ec bucket "
    "crypto_object crypto_multipart put_object_chunked init mock_object mock_bucket mock_multipart crc64_combine utils"
).split()
_UNUSED = (
    "STS_ID STS_KEY STS_ARN UID PAYER_UID PAYER_ACCESS_KEY_ID PAYER_ACCESS_KEY_SECRET RAM_ROLE_ARN RAM_UID "
    "AUTH_SERVER_HOST"
).split()
"""Settings of the suite that its other files read, and that have to be there.

Two others have to be left out: with ``CNAME`` there are two tests more, for a bucket's own host name; and without
``BUCKET`` names begin as one test looks for them.
"""


def _suite(version: str, style: str, bar: int) -> Suite:
    def run(place: Place) -> list[Case]:
        _CHECKOUT.copy(place.found[_CHECKOUT], place.folder, "tests", "unittests")
        endpoint, hosts = place.cloud.oss_in(style)
        environment = {f"OSS_TEST_{name}": "unused" for name in _UNUSED} | {
            "OSS_TEST_ACCESS_KEY_ID": cloud.KEY_ID,
            "OSS_TEST_ACCESS_KEY_SECRET": cloud.KEY_SECRET,
            "OSS_TEST_ENDPOINT": endpoint,
            "OSS_TEST_REGION": cloud.REGION,
            "OSS_TEST_AUTH_VERSION": version,
            "LOCPATH": str(place.found[_LOCALE]),
            **hosts,
        }
        return pytests.run(
            place,
            place.found[_PYTHON],
            [f"tests/test_{subject}.py" for subject in _SUBJECTS],
            environment=environment,
            plugins=["kms_echo", "hosts"],
            workers=4,
            prefix="tests.",
        )

    return Suite(
        f"oss-python-{version}-{style}",
        f"oss2 2.19.1, {version.upper()}, {_STYLES[style]}",
        (_CHECKOUT, _PYTHON, _LOCALE),
        run,
        bar=bar,
        expected="oss-python",
        floor=70,
    )


SUITES = (
    _suite("v1", "path", 304),
    _suite("v1", "host", 304),
    _suite("v1", "public", 304),
    _suite("v2", "path", 304),
    _suite("v4", "path", 305),
    _suite("v4", "host", 305),
    _suite("v4", "public", 305),
)
