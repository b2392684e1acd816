"""What a scene makes, once each, when it is first asked for it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx

from menjin.wiring import accounts as wiring
from tests.functions.platform import HereProduct, context

HERE = "127.0.0.1"
"""The address from which samples come."""


@dataclass
class Made:
    """Values by name: ``self["phone"]`` is what ``_make_phone`` returns, and the same at every later time."""

    here: HereProduct
    given: str = ""
    system: str = "platform"
    _made: dict[str, Any] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)
    _at_last: list[Callable[[], None]] = field(default_factory=list)
    """What happens between the making of all values and the request."""

    def made(self, name: str) -> str:
        """The value if it was made; else a text that stands nowhere."""
        return str(self._made.get(name, "no such text"))

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            wrong, _, code = name.partition("wrong_")
            self._made[name] = getattr(self, f"_make_{name}")() if wrong or not code else _another(self[code])
        return self._made[name]

    @property
    def parts(self) -> wiring.SigningIn:
        """The product's own stores, as the functions of this process use them."""
        return wiring.signing_in.services(context())

    def _settings(self, **settings: str) -> None:
        """Settings of another deployment, until the scene ends."""
        self._open.enter_context(self.here.platform.environment(**settings))

    def _make_browser(self) -> httpx.Client:
        browser = self.here.browser()
        self._open.callback(browser.close)
        return browser

    def _make_mark(self) -> str:
        return str(10**15 + secrets.randbelow(10**15))

    def _make_random(self) -> str:
        return secrets.token_hex(8)


def _another(code: str) -> str:
    """Six other digits."""
    return f"{(int(code) + 1) % 10**6:06d}"
