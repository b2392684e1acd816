"""What of the RPC-style APIs is emulated, action by action: those that the vendor's Python clients know."""

from __future__ import annotations

from emulator.aliyun.actions import ACTIONS
from emulator.shared.coverage import Row, Section

_ABOUT = """
Port 9995. RPC-style calls on `/`, told apart by version and action, parameters in the query, in a form or both.
Signatures V1 (HMAC-SHA1) and V3 (ACS3-HMAC-SHA256), dates, nonces, STS tokens and their policies (by action) are
checked; answers are JSON or XML by `Format` (V1 without it: XML). Other V3 algorithms are refused with
`IncompleteSignature`, ROA-style calls and other paths with `InvalidApi.NotFound`, other versions with `InvalidVersion`,
and other actions of these versions with `InvalidAction.NotFound`, as the gateway refuses what it does not know. Plain
HTTP is taken unless the switch `https_only` has the gateway answer `InvalidProtocol.NeedSsl`.

Each action of the identity service takes 50 calls in any second of real time, each of OCR 10; more are refused with
400 `Throttling.User`, and neither billed nor met by a fault (`--identity-qps`, `--ocr-qps`, `POST /api/limits`; 0 for
no limit). What a fault `error`, `cut` or `page` refuses takes no turn of the limit. The others have no such limit.

Every documented code of a product and of the gateway can be provoked by a fault `error` (nothing has happened) or
`late` (it has); a fault with another code or on another operation is refused when it is posted. Beside the faults of
all services there are `malformed`, an answer cut in half (a refusal too, with its status), and `page`, a proxy's 502;
and a fault may be for the calls with one `mark` alone.
"""

_ERRORS = (
    'the vendor\'s pages "Common error codes" of the OpenAPI gateway and "Error codes" of each product, as its Python,'
    " Node and Tea clients take them apart"
)

_ASKS = "Asks the registry of the local cloud"
_NOTED: dict[str, Row] = {
    "SendSms": Row(
        "SendSms",
        "partly",
        "Every signature and every `SMS_`+digits template passes unless `local.yml` lists them (`sms: signatures,"
        " templates`). A message is a verification code if its `TemplateParam` has `code`: 1 a minute, 5 an hour, 10"
        " a day per signature and number, 40 a day per number; all others 50 a day per signature, template and"
        " number. Blocked words, kinds of signatures and templates, and international numbers come as faults alone",
    ),
    "QuerySendDetails": Row(
        "QuerySendDetails",
        "partly",
        "Receipts are there at once and say delivered, unless the switches `receipt_delay_s` and `undelivered` say"
        " otherwise; none are pushed",
    ),
    "SingleSendMail": Row(
        "SingleSendMail",
        "partly",
        "Every well-formed sender address is a verified one; `Template`, `Headers`, `IpPoolId` and attachments are"
        " refused, tracking and unsubscribe options have no effect",
    ),
    "RecognizeIdcard": Row(
        "RecognizeIdcard",
        "partly",
        "Reads the picture with `rapidocr`; the latest 512 readings are remembered by the SHA-256 of the picture. A"
        " picture that was taught (`POST /api/ocr`) is answered as taught, without being opened or compared with any"
        " limit of size. Upright pictures alone (EXIF is honoured); a `Url` is fetched from the local object store"
        " and from nowhere else (`notSafeImageUrl`); `Llm_rec` is refused. `OutputFigure` reckons the portrait's"
        " place from the number's, by the layout of the specimens; `OutputQualityInfo` measures completeness and"
        " quality and never suspects a copy",
    ),
    "RecognizeBusinessLicense": Row("RecognizeBusinessLicense", "partly", "As `RecognizeIdcard`; `figure` is empty"),
    "VerifyBusinessLicense": Row("VerifyBusinessLicense", "emulated", _ASKS),
    "Id2MetaVerify": Row(
        "Id2MetaVerify",
        "partly",
        f"{_ASKS}; `ParamType` `normal` alone, as the vendor's data source. After 100 answers about one person in an"
        " hour 403; the vendor does not publish its figure (switch `person_per_hour`). The switch `numeric_codes`"
        " has codes as numbers",
    ),
    "EntElementVerifyV2": Row(
        "EntElementVerifyV2",
        "partly",
        f"{_ASKS}, by code, else by name; two, three and four elements. The registry knows what became of a company"
        " (`Status`, operating unless it was registered otherwise), its term is made up; a legal person's number is"
        " right if somebody of that name has it; a `MerchantBizId` is good for one answer, then 401"
        " `InvalidParameter`",
    ),
    "AssumeRole": Row(
        "AssumeRole",
        "partly",
        "Every role of account 1234567890 exists, lasts up to 3600 s and asks for no `ExternalId`; the policy is"
        " kept with the key and enforced where the key is used",
    ),
}


def name(product: str, action: str) -> str:
    """How the page calls an action: names recur among products."""
    return f"{product} {action}"


def _row(product: str, action: str) -> Row:
    noted = _NOTED.get(action)
    if noted is None:
        return Row(name(product, action), "refused")
    return Row(name(product, action), noted.state, noted.note)


SECTION = Section(
    "Aliyun APIs",
    _ABOUT,
    _ERRORS,
    tuple(
        sorted(
            (_row(product, action) for (product, _), actions in ACTIONS.items() for action in actions),
            key=lambda row: row.state == "refused",
        )
    ),
)
