"""Access keys as a request names them: known or not, permanent or temporary with the right token.

Source: OSS error catalogue, pages 0002-00000002 to 07 and 0002-00000902.
"""

from __future__ import annotations

import hmac

from emulator.oss.errors import OssError
from emulator.shared.keys import AccessKey, Keys


def known_key(keys: Keys, key_id: str, token: str | None) -> AccessKey:
    """The key of that id, which must come with its own token if it is temporary and with none if it is not."""
    key = keys.find(key_id)
    if key is None:
        raise _unknown(key_id, "0002-00000902")
    if key.token is None:
        if token is not None:
            raise _unknown(key_id, "0002-00000002")
        return key
    if token is None:
        raise _unknown(key_id, "0002-00000003")
    if not hmac.compare_digest(token.encode(), key.token.encode()):
        text = "The security token you provided is invalid."
        raise OssError(403, "InvalidSecurityToken", text, "0002-00000006")
    if key.expired:
        text = "The security token you provided has expired."
        raise OssError(403, "SecurityTokenExpired", text, "0002-00000007")
    return key


def _unknown(key_id: str, ec: str) -> OssError:
    text = "The OSS Access Key Id you provided does not exist in our records."
    return OssError(403, "InvalidAccessKeyId", text, ec, OSSAccessKeyId=key_id)
