"""The services that the product asks: Aliyun's, and WeChat."""

from __future__ import annotations

from collections.abc import Mapping

from menjin.settings import group, setting, url, words


@group
class RpcSettings:
    """Aliyun's RPC services: SMS, mail, OCR, identity."""

    region: str = setting("REGION", "region of the deployment, as cn-hangzhou")


@group
class SmsSettings:
    """The SMS service."""

    endpoint: str = setting("SMS_ENDPOINT", "address of the SMS service", url)
    sign_name: str = setting("SMS_SIGN_NAME", "approved signature, without brackets, as \\u95e8\\u7981", words)
    code_template: str = setting("SMS_CODE_TEMPLATE", "approved template with the variable code")


@group
class NoticeSettings:
    """SMS notices."""

    passed: str = setting("SMS_PASSED_TEMPLATE", "approved template with the variable text: passed")
    refused: str = setting("SMS_REFUSED_TEMPLATE", "approved template with the variable text: not passed")
    expiring: str = setting("SMS_EXPIRING_TEMPLATE", "approved template with the variable text: ends soon, or ended")

    def templates(self) -> Mapping[str, str]:
        """Notice word → template."""
        return {"PASS": self.passed, "UNPASS": self.refused, "EXPIRED": self.expiring, "warning": self.expiring}


@group
class MailSettings:
    """The mail service."""

    endpoint: str = setting("MAIL_ENDPOINT", "address of the mail service", url)
    account: str = setting("MAIL_ACCOUNT", "verified sender address")
    alias: str = setting("MAIL_ALIAS", "name shown beside it, under 15 characters", words, "Menjin")


@group
class OcrSettings:
    """The OCR service."""

    endpoint: str = setting("OCR_ENDPOINT", "address of the OCR service", url)


@group
class IdentitySettings:
    """The identity service."""

    endpoint: str = setting("IDENTITY_ENDPOINT", "address of the identity service", url)


@group
class FunctionSettings:
    """Function Compute, to start workers."""

    endpoint: str = setting("FUNCTIONS_ENDPOINT", "address of Function Compute", url)
    # FC 3.0 has no services and gives no such variable; through its older API functions still belong to one.
    service: str = setting("FC_SERVICE_NAME", "name of the service", default="menjin", given=True)


@group
class WechatSettings:
    """WeChat's public account."""

    endpoint: str = setting("WECHAT_ENDPOINT", "address of WeChat's API", url)
    app_id: str = setting("WECHAT_APP_ID", "id of the public account")
    app_secret: str = setting("WECHAT_APP_SECRET", "secret of the public account", secret=True)
