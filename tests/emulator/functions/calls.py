"""How tests call the API: with the vendor's unmodified SDK, and by hand where the SDK has no call."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import time
import uuid
import zipfile
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import fc2
import httpx
import pytest

from tests.emulator.functions.conftest import Running


def sdk(cloud: Running) -> fc2.Client:
    """The vendor's client."""
    return fc2.Client(endpoint=cloud.api, accessKeyID="LOCALKEYID", accessKeySecret="LOCALKEYSECRET")


def packed(**files: str) -> str:
    """A zip of Python files as text; a double underscore in a name stands for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".py", text)
    return base64.b64encode(buffer.getvalue()).decode()


def folder(path: Path, code: str) -> str:
    """A folder with that one module, as the SDK packs it."""
    (path / "index.py").write_text(code)
    return str(path)


def refusal(call: Callable[[], object]) -> tuple[int, str]:
    """Status and code of a call that is refused."""
    with pytest.raises(fc2.fc_exceptions.FcError) as caught:
        call()
    return caught.value.status_code, caught.value.err_code


def signed(cloud: Running, method: str, path: str, document: Any = None, **headers: str) -> httpx.Response:
    """A signed call that the SDK does not offer."""
    body = json.dumps(document).encode() if document is not None else b""
    sent = {"date": formatdate(usegmt=True), "content-type": "application/json", **headers}
    private = "".join(f"{name}:{sent[name]}\n" for name in sorted(sent) if name.startswith("x-fc-"))
    text = f"{method}\n\n{sent['content-type']}\n{sent['date']}\n{private}/2016-08-15{path.partition('?')[0]}"
    signature = base64.b64encode(hmac.new(b"LOCALKEYSECRET", text.encode(), hashlib.sha256).digest()).decode()
    sent["authorization"] = f"FC LOCALKEYID:{signature}"
    return httpx.request(method, f"{cloud.api}/2016-08-15{path}", content=body, headers=sent, verify=False)


def acs3(
    cloud: Running, method: str, path: str, change: dict[str, str] | None = None, *, body: bytes = b"", query: str = ""
) -> httpx.Response:
    """A call as "V3 request signature" of the vendor's manual has it signed; ``change`` are other headers."""
    headers = {
        "host": f"127.0.0.1:{cloud.cloud.ports.fc}",
        "x-acs-action": "Any",
        "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
        "x-acs-date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "x-acs-signature-nonce": uuid.uuid4().hex,
        "x-acs-version": "2023-03-30",
        **(change or {}),
    }
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    names = ";".join(sorted(headers))
    canonical = "\n".join([method, path, query, lines, names, headers["x-acs-content-sha256"]])
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    signature = hmac.new(b"LOCALKEYSECRET", text.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = f"ACS3-HMAC-SHA256 Credential=LOCALKEYID,SignedHeaders={names},Signature={signature}"
    return httpx.request(method, f"{cloud.api}{path}?{query}", content=body, headers=headers)
