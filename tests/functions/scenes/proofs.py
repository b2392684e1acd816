"""What proves something for a while: captchas, codes, flows, signatures."""

from __future__ import annotations

import hashlib
import secrets

from menjin.captcha.captcha import LENGTH
from menjin.captcha.picture import ALPHABET
from menjin.clock import now
from menjin.codes.code import Purpose, Recipient
from menjin.security.fresh import BY_HOLDING
from menjin.sessions.read import read_session
from menjin.values.mail_address import MailAddress
from menjin.values.phone_number import PhoneNumber
from menjin.wiring import codes as wiring
from tests.functions.platform import context
from tests.functions.scenes.made import HERE, Made


class Proofs(Made):
    """Those of a scene; they count against the limits as they do when the product sends or draws them."""

    def _draw(self, captcha_id: str) -> str:
        text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        self.parts.captchas.issue(self.system, captcha_id, text, HERE)
        return text

    def _send(self, purpose: Purpose, recipient: Recipient) -> str:
        code = f"{secrets.randbelow(10**6):06d}"
        self.parts.codes.issue(self.system, purpose, recipient, code, HERE, now(), guarded=True)
        return code

    def _to_phone(self, purpose: Purpose, name: str) -> str:
        return self._send(purpose, PhoneNumber(self[name]))

    def _remember(self, purpose: Purpose, name: str) -> str:
        return self.parts.flows.begin(self.system, purpose.value, self[name])

    # Captchas

    def _make_kap(self) -> str:
        kap = secrets.token_urlsafe(18)
        self._made["captcha"] = self._draw(kap)
        return kap

    def _make_captcha(self) -> str:
        self["kap"]
        return str(self._made["captcha"])

    def _make_mark_picture(self) -> str:
        return self._draw(self["mark"])

    def _make_picture_token(self) -> str:
        return wiring.captcha_naming.services(context()).tokens.new()

    def _make_picture(self) -> str:
        return self._draw(self["picture_token"])

    # Codes and flows

    def _make_code(self) -> str:
        return self._to_phone(Purpose.PHONE, "phone")

    def _make_member_code(self) -> str:
        return self._to_phone(Purpose.PHONE, "member")

    def _make_other_code(self) -> str:
        return self._to_phone(Purpose.PHONE, "other")

    def _make_present_code(self) -> str:
        return self._to_phone(Purpose.OLD_PHONE, "member")

    def _make_consent_code(self) -> str:
        return self._to_phone(Purpose.ADMINISTRATION, "colleague")

    def _make_regist_code(self) -> str:
        return self._to_phone(Purpose.REGISTRATION, "phone")

    def _make_regist_flow(self) -> str:
        return self._remember(Purpose.REGISTRATION, "phone")

    def _make_update_code(self) -> str:
        return self._to_phone(Purpose.NEW_PHONE, "phone")

    def _make_update_flow(self) -> str:
        return self._remember(Purpose.NEW_PHONE, "phone")

    def _make_getback_code(self) -> str:
        return self._to_phone(Purpose.RECOVERY, "member")

    def _make_getback_flow(self) -> str:
        return self._remember(Purpose.RECOVERY, "member")

    def _make_login_code(self) -> str:
        return self._to_phone(Purpose.LOGIN, "member")

    def _make_login_flow(self) -> str:
        return self._remember(Purpose.LOGIN, "member")

    def _make_mail_getback_code(self) -> str:
        return self._send(Purpose.RECOVERY, MailAddress(self["member_mail"]))

    def _make_mail_getback_flow(self) -> str:
        return self._remember(Purpose.RECOVERY, "member_mail")

    def _make_bind_code(self) -> str:
        return self._send(Purpose.MAIL, MailAddress(self["mail"]))

    def _make_bind_flow(self) -> str:
        return self._remember(Purpose.MAIL, "mail")

    # Signatures

    def _make_sign_101(self) -> str:
        return self._sign("101")

    def _make_sign_103(self) -> str:
        return self._sign("103")

    def _sign(self, code: str) -> str:
        key = self.here.cloud.local.environment["SEND_SIGN_KEY"]
        text = f"code={code}&random={self['random']}&userTel={self['phone']}&key={key}"
        return hashlib.md5(text.encode()).hexdigest().upper()

    # Circumstances

    def _given_captcha_solved(self) -> None:
        answer = self["browser"].get(
            f"/{self.system}/captcha/check/{self['captcha']}", params={"captchaId": self["kap"]}
        )
        assert answer.status_code == 200

    def _given_captcha_old(self) -> None:
        self["captcha"]
        self.here.advance(301)

    def _given_picture_drawn(self) -> None:
        self["picture"], self["mark_picture"]

    def _given_code_sent(self) -> None:
        self["token"], self["code"]

    def _given_code_old(self) -> None:
        self["member"], self["code"]
        self.here.advance(301)

    def _given_mail_sent(self) -> None:
        self["bind_code"]

    def _given_present_asked(self) -> None:
        self["present_code"]

    def _given_present_confirmed(self) -> None:
        sessions = self.parts.sessions
        sessions.states.confirm(read_session(sessions, self.system, self["stale_token"]), BY_HOLDING)

    def _given_consent_asked(self) -> None:
        self["consent_code"]

    def _given_random_used(self) -> None:
        assert wiring.sending.services(context()).once.first(self.system, self["random"])
