"""Every setting of the product, by what uses it.

All limits are settings; production defaults are the contract's. Secrets and addresses have no default.
"""

from __future__ import annotations

from menjin.configuration.accounts import (
    AttemptSettings,
    CaptchaSettings,
    CaptchaTokenSettings,
    CodeSettings,
    LookUpSettings,
    RegistrationSettings,
    SessionSettings,
    SignSettings,
)
from menjin.configuration.certifying import CertifyingSettings
from menjin.configuration.services import (
    FunctionSettings,
    IdentitySettings,
    MailSettings,
    NoticeSettings,
    OcrSettings,
    RpcSettings,
    SmsSettings,
    WechatSettings,
)
from menjin.configuration.stores import (
    CallbackSettings,
    LinkSettings,
    OssSettings,
    RedisSettings,
    SealingSettings,
    TablestoreSettings,
    UploadSettings,
)
from menjin.configuration.tenancy import RESERVED, AdminSettings, PageSettings, PassageSettings, Tenancy, systems

__all__ = [
    "RESERVED",
    "AdminSettings",
    "AttemptSettings",
    "CallbackSettings",
    "CaptchaSettings",
    "CaptchaTokenSettings",
    "CertifyingSettings",
    "CodeSettings",
    "FunctionSettings",
    "IdentitySettings",
    "LinkSettings",
    "LookUpSettings",
    "MailSettings",
    "NoticeSettings",
    "OcrSettings",
    "OssSettings",
    "PageSettings",
    "PassageSettings",
    "RedisSettings",
    "RegistrationSettings",
    "RpcSettings",
    "SealingSettings",
    "SessionSettings",
    "SignSettings",
    "SmsSettings",
    "TablestoreSettings",
    "Tenancy",
    "UploadSettings",
    "WechatSettings",
    "systems",
]
