"""Who somebody is to WeChat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class WechatUser:
    """A user of the public account."""

    openid: str = field(repr=False)
    nickname: str | None
    """The name that WeChat shows; None if it does not tell."""


class Wechat(Protocol):
    """What turns the code that WeChat's page handed out into the user it was handed to."""

    def user(self, code: str) -> WechatUser:
        """The WeChat user who came back with the code, which is good once.

        Malformed("code") for a code that WeChat does not take; Unavailable as everywhere, with ``happened`` None if the
        code may be used up.
        """
