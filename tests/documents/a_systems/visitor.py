"""A person in front of document A's pages: the client in one hand, the phone in the other."""

from __future__ import annotations

from typing import Any

import httpx

from tests.documents.a_systems.client import YES, Systems
from tests.documents.phone_in_hand import captcha_text, newest_code
from tests.product import PASSWORD, Product, new_name, new_phone


class Visitor(Systems):
    """Somebody who can read captchas and receive codes; ``joins()`` makes them a member."""

    def __init__(self, product: Product, browser: httpx.Client, system: str) -> None:
        super().__init__(browser, system)
        self.product = product
        self.phone = new_phone()
        self.name = new_name()
        self.password = PASSWORD
        self.user: dict[str, Any] = {}

    @property
    def token(self) -> str:
        """The session that the cookie holds."""
        assert self.cookie, "not signed in"
        return self.cookie

    def look(self) -> str:
        """Ask for a captcha and read it."""
        assert self.captcha().status_code == 200
        return captcha_text(self.product, self.system, str(self.browser.cookies.get(f"{self.system}.kap")))

    def solve(self) -> None:
        """Ask for a captcha and solve it."""
        answer = self.check_captcha(self.look())
        assert answer.json() == YES, answer.text

    def code_for(self, phone: str) -> str:
        """Have a code sent to that phone, and read it there."""
        if not self.cookie:
            self.solve()
        answer = self.send_code(phone)
        assert answer.status_code == 200, answer.text
        return newest_code(self.product, phone)

    def joins(self, **fields: Any) -> Visitor:
        """Register as the page does; ``fields`` replace or join what is sent."""
        sent = {"phone": self.phone, "name": self.name, "password": self.password, **fields}
        answer = self.register(smsCode=self.code_for(sent["phone"]), **sent)
        assert answer.status_code == 200, answer.text
        self.phone, self.name, self.user = sent["phone"], sent["name"], answer.json()["data"]["user"]
        return self

    def joins_silently(self) -> Visitor:
        """Register in the default system as document E does, which sends no message, and sign in."""
        answer = self.browser.post("/user/regist", json={"phone": self.phone, "password": self.password})
        assert answer.json()["status"] == "USER-SUCCESS-101", answer.text
        self.name = self.phone
        answer = self.login(account=self.phone, password=self.password)
        self.user = answer.json()["data"]["user"]
        return self

    def is_inside(self) -> bool:
        """Whether the session in the cookie opens the inner pages."""
        answer = self.security()
        assert answer.status_code in {200, 401}, answer.text
        return answer.status_code == 200

    @property
    def masked(self) -> str:
        """The phone as answers show it."""
        return f"{self.phone[:3]}****{self.phone[-4:]}"
