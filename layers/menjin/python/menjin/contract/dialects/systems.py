"""Document A: ``/{system}/…``, ``{"success": …, "data": …}``, numbers as error codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from menjin.captcha.captcha import LIFETIME_S
from menjin.clock import iso
from menjin.contract.catalogue import entry_for, message_for
from menjin.contract.dialects.base import as_json, session_cookie, shown, told
from menjin.contract.request import Answer, Cookie, Request, Result
from menjin.sessions.token import claimed_system

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

    def success(self, result: Result, *, english: bool) -> Answer:
        """``{"success": true, "data": …}``."""
        del english
        return Answer(200, as_json({"success": True, "data": result.data}), cookie=result.cookie)

    def failure(self, failure: BaseException, request_id: str, *, english: bool) -> Answer:
        """``{"success": false, "error": {"code": …, "message": …}}`` with the catalogue's status."""
        _, entry = entry_for(failure)
        message = message_for(failure, request_id, english=english)
        return told(failure, entry.status, {"success": False, "error": {"code": entry.code, "message": message}})

    def captcha_cookie(self, system: str, captcha_id: str) -> Cookie:
        """The cookie ``{system}.kap`` that keeps which captcha a browser was shown."""
        return Cookie(f"{system}.kap", captcha_id, LIFETIME_S)

    def captcha_id(self, request: Request) -> str | None:
        """The captcha that the field ``captchaId`` or the browser's cookie names."""
        named = request.fields.get("captchaId") or request.query.get("captchaId")
        return named if isinstance(named, str) else request.cookie(f"{request.system}.kap")

    def signed_in(self, found: SignedIn, profile: Profile, lifetime: int) -> Result:
        """``{token, user}`` and the cookie named after the system; ``lifetime`` in milliseconds."""
        return Result({"token": found.token, "user": self.user(profile)}, session_cookie(found, lifetime))

    def user(self, profile: Profile) -> dict[str, Any]:
        """The user object."""
        account, found = profile.account, profile.certifications
        return {
            "id": account.id,
            "phone": account.phone.masked,
            "name": str(account.name) if account.name else None,
            "email": shown(account.mail, whole=False),
            "roles": list(profile.roles),
            "personStatus": found.person.status.value,
            "companyStatus": found.company.status.value,
        }

    def security(self, profile: Profile) -> dict[str, Any]:
        """What protects the account; ``wechat`` is the name that WeChat showed, null if nothing is bound."""
        user = self.user(profile)
        return {
            "phone": user["phone"],
            "email": user["email"],
            "wechat": (profile.account.nickname or "") if profile.account.openid else None,
            "roles": user["roles"],
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
            "reason": describe(found, english=english),
            **about(found, masked=True),
            **_founded(found),
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
        """What was typed, the number masked (and the names too, once submitted), and which pictures are there."""
        found = draft.certification
        return {
            "type": found.kind.value,
            "status": found.status.value,
            **about(found, masked=found.status.value in ("AUTHEN", "PASS")),
            **_founded(found),
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


def about(found: Certification, *, masked: bool) -> dict[str, Any]:
    """What a certification is about, under the names that clients type it by; numbers are masked always.

    A company's name, seat and telephone are public, and never masked.
    """
    number = shown(found.number, whole=False)
    if found.kind.value == "person":
        return {"name": shown(found.name, whole=not masked), "idNumber": number}
    return {
        "companyName": shown(found.name, whole=True),
        "companyAddress": shown(found.address, whole=True),
        "companyPhone": shown(found.phone, whole=True),
        "licenceNumber": number,
        "legal": shown(found.legal, whole=not masked),
    }


def _founded(found: Certification) -> dict[str, Any]:
    """The code that lets people join a certified company: for its own administrator."""
    return {"enterpriseCode": found.progress.company} if found.kind.value == "company" else {}


def _audience(request: Request) -> str | None:
    scheme, _, token = request.header("authorization").partition(" ")
    return claimed_system(token) if scheme.lower() == "bearer" else None


systems = Systems()
