"""What of WeChat's login is emulated."""

from __future__ import annotations

from emulator.shared.coverage import Row, Section

_ABOUT = """
Port 9995, beside the Aliyun APIs. Answers are JSON called `text/plain`; what goes wrong is an `errcode` in HTTP 200.
There is one public account: `wxlocal`, secret `LOCALWECHATSECRET`. Faults of the service `wechat` go by the operations
`access_token`, `refresh_token`, `auth` and `userinfo`; the `code` of an `error` is one of WeChat's numbers (`-1`, busy,
if there is none), and `duplicate` has no meaning here and leaves the call as it is. Every other path under `/sns`,
`/connect` and `/cgi-bin` is 404, 40066.
"""

SECTION = Section(
    "WeChat",
    _ABOUT,
    'WeChat\'s pages "Global return codes" and "Web page authorisation"',
    (
        Row(
            "GET /connect/oauth2/authorize",
            "partly",
            "A page that asks whoever plays the user for an openid and leads back with a code; the host of"
            " `redirect_uri` is not compared with a setting, and `snsapi_base` asks, too",
        ),
        Row("GET /connect/qrconnect", "partly", "The same page, without a picture to scan"),
        Row(
            "GET /sns/oauth2/access_token",
            "partly",
            "A code of these pages is good once and for five minutes. A code `openid-` with 1 to 57 letters,"
            " digits, `-` and `_` behind it is good for the user whose openid is the whole text of the code; it can"
            " be used again and never ages, since a person types it. No `unionid`; openids that begin with"
            " `openid-preview` are previews (`is_snapshotuser`)",
        ),
        Row("GET /sns/oauth2/refresh_token", "emulated", "A refresh token lasts 30 days of the local cloud's clock"),
        Row("GET /sns/auth", "emulated"),
        Row(
            "GET /sns/userinfo",
            "partly",
            "`微信用户-` and the last four characters of the openid; no picture; `lang` has no effect. A token lasts"
            " two hours of the local cloud's clock",
        ),
        Row("GET /cgi-bin/token", "refused"),
        Row("POST /cgi-bin/stable_token", "refused"),
        Row("GET /cgi-bin/ticket/getticket", "refused"),
        Row("GET /cgi-bin/user/info", "refused"),
    ),
)
