"""A pytest plug-in: the three calls of the key service (KMS) that oss2's client-side encryption makes, answered here.

The suite encrypts a share of its objects, picked at random, with keys from KMS, which the local cloud does not have.
The ciphertext of a key is the key itself: what is tested is the object, not the lock.
"""

from __future__ import annotations

import base64
import json
import os
from typing import Any

from aliyunsdkcore.client import AcsClient


def _answer(client: Any, request: Any) -> bytes:
    action = request.get_action_name()
    sent = {**(request.get_query_params() or {}), **(request.get_body_params() or {})}
    if action == "GenerateDataKey":
        key = base64.b64encode(os.urandom(int(sent.get("NumberOfBytes") or 32))).decode()
        return _json(Plaintext=key, CiphertextBlob=key)
    if action == "Encrypt":
        return _json(CiphertextBlob=_text(sent["Plaintext"]))
    if action == "Decrypt":
        return _json(Plaintext=_text(sent["CiphertextBlob"]))
    raise AssertionError(f"not a call of client-side encryption: {action}")


def _text(value: str | bytes) -> str:
    """The client passes some values as bytes."""
    return value.decode() if isinstance(value, bytes) else value


def _json(**fields: str) -> bytes:
    return json.dumps({"KeyId": "echo", "RequestId": "echo", **fields}).encode()


AcsClient.do_action_with_exception = _answer
