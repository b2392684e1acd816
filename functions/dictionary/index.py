"""Show the dictionary."""

from typing import Any

import msgspec

from menjin.contract import Function, Request, Result, systems
from menjin.contract.catalogue import CATALOGUE
from menjin.dictionary.dictionary import Dictionary, Term, dictionary, terms_of
from menjin.wiring import pages as wiring

function = Function(wiring.dictionary)

# What the catalogue's sentences say with the evidence of one failure in them.
_WITHOUT_EVIDENCE = {
    "malformed": ("请求参数不正确", "A field is missing or malformed"),
    "too_often": ("操作过于频繁", "Too often"),
    "internal": ("服务器内部错误", "Internal error"),
    "account_locked": ("账号已锁定", "The account is locked"),
    "draft_incomplete": ("认证资料不完整", "Incomplete"),
}


class Chosen(msgspec.Struct):
    """Which type."""

    type: str


@function.route(systems, "GET,POST /{system}/dict")
def on_systems(request: Request, services: wiring.Dictionary) -> Result:
    """Document A: every type with its terms."""
    del services
    return Result({name: _shown(terms, request) for name, terms in _known().items()})


@function.route(systems, "GET,POST /{system}/dict/{type}")
def on_systems_type(request: Request, services: wiring.Dictionary, chosen: Chosen) -> Result:
    """Document A: the terms of one type, ``{code, name}`` each."""
    del services
    return Result(_shown(terms_of(_known(), chosen.type), request))


def _known() -> Dictionary:
    errors: dict[int, Term] = {}
    for kind, entry in CATALOGUE.items():
        zh, en = _WITHOUT_EVIDENCE.get(kind, (entry.zh, entry.en))
        errors.setdefault(entry.code, Term(entry.code, zh, en))
    return dictionary(tuple(errors[code] for code in sorted(errors)))


def _shown(terms: tuple[Term, ...], request: Request) -> list[dict[str, Any]]:
    return [{"code": term.code, "name": term.en if request.english else term.zh} for term in terms]


handler = function.handler
