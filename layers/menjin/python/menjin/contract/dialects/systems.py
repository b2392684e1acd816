"""Document A: ``/{system}/…``, ``{"success": …, "data": …}``, numbers as error codes."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from menjin.captcha.captcha import LIFETIME_S
from menjin.clock import iso
from menjin.contract.catalogue import entry_for, message_for
from menjin.contract.dialects.base import as_json
from menjin.contract.request import NO_STORE, Answer, Cookie, Request, Result

if TYPE_CHECKING:
    from menjin.accounts.signed_in import SignedIn
    from menjin.assets.asset import Asset
    from menjin.certification.certification import Certification
    from menjin.certification.draft import Draft
    from menjin.certification.overview import Overview
    from menjin.messages.list_messages import Page
    from menjin.profiles.profile import Profile


class Systems:
    """The dialect of document A."""

    name = "A"

    def system(self, request: Request, default: str) -> str:
        """The path's segment if the pattern has one, else ``?system=``, the bearer token's, the default."""
        return request.path.get("system") or request.query.get("system") or _audience(request) or default

    def success(self, result: Result) -> Answer:
        """``{"success": true, "data": …}``."""
        return Answer(200, as_json({"success": True, "data": result.data}), cookie=result.cookie)

    def failure(self, failure: BaseException, request_id: str, *, english: bool) -> Answer:
        """``{"success": false, "error": {"code": …, "message": …}}`` with the catalogue's status."""
        _, entry = entry_for(failure)
        message = message_for(failure, request_id, english=english)
        headers = [NO_STORE]
        retry_after = getattr(failure, "retry_after", None)
        if retry_after is not None:
            headers.append(("Retry-After", str(retry_after)))
        allowed = getattr(failure, "allowed", None)
        if allowed is not None:
            headers.append(("Allow", ", ".join(allowed)))
        body = as_json({"success": False, "error": {"code": entry.code, "message": message}})
        return Answer(entry.status, body, headers=tuple(headers))

    def captcha_cookie(self, system: str, captcha_id: str) -> Cookie:
        """The cookie ``{system}.kap`` that keeps which captcha a browser was shown."""
        return Cookie(f"{system}.kap", captcha_id, LIFETIME_S)

    def captcha_id(self, request: Request) -> str | None:
        """The captcha that the field ``captchaId`` or the browser's cookie names."""
        named = request.fields.get("captchaId") or request.query.get("captchaId")
        return named if isinstance(named, str) else request.cookie(f"{request.system}.kap")

    def signed_in(self, found: SignedIn, profile: Profile, lifetime: int) -> Result:
        """``{token, user}`` and the cookie named after the system; ``lifetime`` in milliseconds."""
        cookie = Cookie(found.account.system, found.token, lifetime // 1000)
        return Result({"token": found.token, "user": self.user(profile)}, cookie)

    def user(self, profile: Profile) -> dict[str, Any]:
        """The user object."""
        account, found = profile.account, profile.certifications
        return {
            "id": account.id,
            "phone": account.phone.masked,
            "name": str(account.name) if account.name else None,
            "email": account.mail.masked if account.mail else None,
            "roles": list(profile.roles),
            "personStatus": found.person.status.value,
            "companyStatus": found.company.status.value,
        }

    def security(self, profile: Profile) -> dict[str, Any]:
        """What protects the account."""
        user = self.user(profile)
        return {
            "phone": user["phone"],
            "email": user["email"],
            "wechat": None,
            "certification": {"person": user["personStatus"], "company": user["companyStatus"]},
            "lastLogin": iso(profile.account.last_login_at),
        }

    def identity(self, found: Overview, *, english: bool) -> dict[str, Any]:
        """Both certifications, masked."""
        return {
            "person": self.certification(found.person, english=english),
            "company": self.certification(found.company, english=english),
        }

    def certification(self, found: Certification, *, english: bool) -> dict[str, Any]:
        """One certification, masked."""
        from menjin.certification.reasons import describe

        return {
            "status": found.status.value,
            "reason": describe(found.reason, english=english),
            "name": found.name.masked if found.name else None,
            "idNumber": found.number.masked if found.number else None,
            "submittedAt": iso(found.submitted_at),
            "decidedAt": iso(found.decided_at),
            "expiresAt": iso(found.expires_at),
        }

    def asset(self, asset: Asset) -> dict[str, Any]:
        """What OSS hands on to the browser."""
        return {
            "slot": asset.slot.value,
            "key": asset.key,
            "size": asset.size,
            "type": asset.type,
            "width": asset.width,
            "height": asset.height,
        }

    def draft(self, draft: Draft) -> dict[str, Any]:
        """What was typed, the number masked (and the name too, once it is submitted), and which pictures are there."""
        found = draft.certification
        open_ = not found.locked
        return {
            "type": found.kind.value,
            "status": found.status.value,
            "name": (found.name.reveal() if open_ else found.name.masked) if found.name else None,
            "idNumber": found.number.masked if found.number else None,
            "pictures": {slot.value: there for slot, there in draft.pictures.items()},
        }

    def messages(self, page: Page, number: int, size: int) -> dict[str, Any]:
        """A page of messages."""
        rows = [
            {
                "id": one.id,
                "kind": one.kind,
                "title": one.title,
                "text": one.text,
                "at": iso(one.at),
                "read": one.read,
            }
            for one in page.messages
        ]
        return {"list": rows, "pagination": pagination(number, size, page.total)}


def pagination(number: int, size: int, total: int) -> dict[str, int]:
    """Document A's page shape."""
    return {"curPage": number, "pageSize": size, "totalPage": -(-total // size), "totalSize": total}


def _audience(request: Request) -> str | None:
    """The system that a bearer token says it is for. Only a hint of where to look: the token is verified there."""
    scheme, _, token = request.header("authorization").partition(" ")
    parts = token.split(".")
    if scheme.lower() != "bearer" or len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return None
    named = claims.get("aud") if isinstance(claims, dict) else None
    return named if isinstance(named, str) else None


systems = Systems()
