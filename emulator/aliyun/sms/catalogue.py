"""The signatures and templates of the account.

None are configured as a rule: then every signature and every ``SMS_…`` template passes. ``local.yml`` may list them:

    sms:
      signatures: [门禁]
      templates: {SMS_100001: "您的验证码为：${code}，5分钟内有效。"}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from emulator.aliyun.sms.errors import refused

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Catalogue:
    """What is approved; an empty part approves everything."""

    signatures: frozenset[str] = frozenset()
    templates: Mapping[str, str] = field(default_factory=dict)

    def check(self, signature: str, template: str) -> None:
        """Refuse a signature or a template that is not approved."""
        if self.signatures and signature not in self.signatures:
            raise refused("isv.SMS_SIGNATURE_ILLEGAL")
        if not re.fullmatch(r"SMS_[0-9]+", template) or (self.templates and template not in self.templates):
            raise refused("isv.SMS_TEMPLATE_ILLEGAL")

    def wording(self, signature: str, template: str, params: Mapping[str, str]) -> str:
        """The message as the phone shows it.

        Of an unknown template: its variable ``text`` if that is all it has, else a line that names the values.
        """
        text = self.templates.get(template)
        if text is None:
            return f"【{signature}】{_plain(template, params)}"
        if not params.keys() >= set(_PLACEHOLDER.findall(text)):
            raise refused("isv.TEMPLATE_MISSING_PARAMETERS")
        return f"【{signature}】" + _PLACEHOLDER.sub(lambda match: params[match[1]], text)


def _plain(template: str, params: Mapping[str, str]) -> str:
    if params.keys() == {"text"}:
        return params["text"]
    others = "，".join(f"{name}：{value}" for name, value in params.items() if name != "code")
    if "code" in params:
        return f"您的验证码为：{params['code']}" + (f"（{others}）" if others else "") + "，请勿告诉他人。"
    return f"通知 {template}" + (f"：{others}" if others else "").removesuffix("。") + "。"
