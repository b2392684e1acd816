"""Which kinds of failure a route can answer, read from the code: what it raises, and what its ports say they raise.

From a handler, calls of plain functions are followed through the imports; a call of a port's method counts the failures
that the method's docstring names. ``unavailable`` is left out: it follows from the services behind an operation.
"""

from __future__ import annotations

import ast
import inspect
import re
import typing
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from menjin import wiring
from menjin.contract.route import Route
from menjin.failures import Failure, Malformed, Unavailable
from tools.openapi.reading import imported, passages

_IDENTIFIERS = ("phone_taken", "name_taken", "mail_taken", "openid_taken")
_LOGINS = ("/{system}/login/jwt", "/user/web/login", "/user/web/loginByVerify", "/user/phone/login", "/auth/login")
_TO_NOBODY = ("/user/phone/getRegistVerify", "/user/phone/getUpdateVeridy", "/user/phone/getUpdateVerify")
_TO_HOLDERS = ("/user/phone/getGetbackVerify", "/user/login/getLoginVerify", "/user/email/getGetbackVerify")
_GUARDED = (
    "/{system}/register/sms/{phone}",
    "/user/phone/getUpdateVeridy",
    "/user/phone/getUpdateVerify",
    "/send/code",
)
_ONE = ("/certify/admin/certify/{id}", "/{system}/admin/certifications/{id}")
_GIVING_BACK = ("/certify/admin/requeue/{id}", "/{system}/admin/certifications/{id}/requeue")


def _never(why: str, places: tuple[str, ...], *kinds: str) -> dict[tuple[str, str], str]:
    return {(place, kind): why for place in places for kind in kinds}


CAUGHT = {
    **_never("nothing but the hash changes", ("security_password", "security_recover"), *_IDENTIFIERS),
    **_never("nothing but the hash changes", (*_LOGINS, "/user/login"), *_IDENTIFIERS),
    **_never("nothing but the openid changes", ("/user/wechat/login",), *_IDENTIFIERS[:3]),
    **_never("nothing but the mail address changes", ("security_mail",), "phone_taken", "name_taken", "openid_taken"),
    **_never("nothing but the phone changes", ("security_phone",), *_IDENTIFIERS[1:]),
    **_never("nobody gives a mail address", ("register",), "mail_taken"),
    **_never("the phone is the only name", ("/user/regist",), "name_taken"),
    **_never("a name that is taken is left out", ("/user/openRegist",), "name_taken"),
    **_never("only document C names companies", ("/{system}/register/register", "/user/register"), "no_such_company"),
    **_never("only document C names companies", ("/user/regist",), "no_such_company"),
    **_never("as wrong credentials: who it is stays unsaid", ("/user/login",), "no_such_account"),
    **_never("the code is there", ("/user/web/loginByVerify",), "code_required"),
    **_never("it says that it is the present one", ("/user/updatePassword",), "wrong_credentials"),
    **_never("it says that it is the present one", ("/{system}/security/changePassword",), "wrong_credentials"),
    **_never("asked for only if given", ("/{system}/security/updatePhone",), "captcha_required"),
    **_never("a phone is no mail address", (*_TO_NOBODY, *_TO_HOLDERS[:2]), "mail_taken"),
    **_never("it must have no account", (*_TO_NOBODY, "/user/email/getBindVerify"), "no_such_account"),
    **_never("it must have an account", _TO_HOLDERS, "phone_taken", "mail_taken"),
    **_never("a mail address is no phone", ("mail_send",), "phone_taken"),
    **_never("session, captcha or signature come first", _GUARDED, "sending_off"),
    **_never("a session comes first", ("/user/email/getBindVerify",), "sending_off"),
    **_never("a session comes first", ("security_admin", "/{system}/security/changePhone"), "sending_off"),
    **_never("it is about a person", ("/certify/personalCertify",), "person_first"),
    **_never("any text may be an identifier", ("/user/count/{account}", "/user/account/{account}"), "malformed"),
    **_never("any other text names nothing", (*_ONE, *_GIVING_BACK, "/{system}/dict/{type}"), "malformed"),
    **_never("a look is added, no account is", _ONE, *_IDENTIFIERS[:3]),
    **_never("what somebody else gave back is left alone", ("/{system}/admin/requeue",), "changed"),
}
"""What the reading of the code cannot know: (function or pattern, kind) that never leaves the route, and why."""


def kinds_of(function: str, route: Route) -> set[str]:
    """The kinds that the function's route can end with, below what the contract floor does; fields read included."""
    kinds = _kinds(route.handle) if route.shape is None else _kinds(route.handle) | {Malformed.kind()}
    return {kind for kind in kinds if (function, kind) not in CAUGHT and (route.pattern, kind) not in CAUGHT}


def failures(kind: type[Failure] = Failure) -> Iterator[type[Failure]]:
    """Every class of failure that is loaded."""
    for one in kind.__subclasses__():
        yield one
        yield from failures(one)


@cache
def _kinds(handler: Callable[..., Any]) -> frozenset[str]:
    return frozenset(failure.kind() for failure in _raised(handler) if not issubclass(failure, Unavailable))


def _raised(handler: Callable[..., Any]) -> Iterator[type[Failure]]:
    for passage in passages(handler):
        for node in ast.walk(passage.tree):
            if isinstance(node, ast.Raise) and node.exc is not None:
                words = [passage.names.get(word.id) for word in ast.walk(node.exc) if isinstance(word, ast.Name)]
                yield from (word for word in words if isinstance(word, type) and issubclass(word, Failure))
            elif isinstance(node, ast.Attribute):
                yield from _said(node, passage.function, passage.names)


def _said(node: ast.Attribute, function: Callable[..., Any], names: dict[str, Any]) -> Iterator[type[Failure]]:
    """What the docstring of the method names, for a method of any port that the module knows."""
    for port in [*(one for one in names.values() if isinstance(one, type)), *_services(function)]:
        method = vars(port).get(node.attr)
        if inspect.isfunction(method) and port.__module__.startswith("menjin.") and not issubclass(port, Failure):
            yield from _named(method.__doc__ or "")


@cache
def _services(function: Callable[..., Any]) -> tuple[type, ...]:
    """The classes behind a handler's ``services``."""
    named = [one.annotation for one in inspect.signature(function).parameters.values()]
    ours = [one for one in named if isinstance(one, type) and one.__module__.startswith(wiring.__name__)]
    return tuple(
        one
        for given in ours
        for one in typing.get_type_hints(given, imported(Path(inspect.getfile(given)))).values()
        if isinstance(one, type)
    )


def _named(text: str) -> Iterator[type[Failure]]:
    known = {one.__name__: one for one in failures()}
    yield from (known[word] for word in re.findall(r"\b[A-Z]\w+\b", text) if word in known)
