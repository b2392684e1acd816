"""``docs/openapi.json``: every route of every function, in OpenAPI 3.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tools import events
from tools.functions import Declared
from tools.openapi import answers, examples
from tools.openapi.fields import Tenancy
from tools.openapi.operations import Operation, components_of

DOCUMENTS = {
    "A": ("Systems · 多系统", '`{"success": true, "data": …}`; failures carry a number.'),
    "B": ("Certification · 认证", '`{"type": "OK", "message": …, "data": …}`, a word for each outcome.'),
    "C": ("Codes, public registration · 验证码与对外注册", '`{"msg": {"info", "code", "success"}, "data": …}`.'),
    "D": ("Auth module · Auth 模块", '`{"status": "AUTH-NORMAL-1001", "message": …, "data": …}`.'),
    "E": ("User module · User 模块", '`{"status": "USER-SUCCESS-104", "message": …, "data": …}`.'),
}
_ABOUT = """Five documents, one product. Written by `make derive` from the routes and their request types. Examples are
recorded answers that a test replays; what is never the same twice is shown as a sample.

Fields are read from JSON bodies, forms and the query alike. What a document leaves open is answered by GET and POST;
a path asked by any other method, with 405.

五份接口文档，同一个产品。示例为实际录制的应答，由测试逐一回放。"""


def document(functions: Mapping[str, Declared], values: Mapping[str, Any]) -> str:
    """The document as text; ``values`` are the template's settings."""
    tenancy = Tenancy(str(values["SYSTEMS"]).split(","), str(values["DEFAULT_SYSTEM"]))
    paths: dict[str, dict[str, Any]] = {}
    for one in operations(functions, tenancy):
        methods = paths.setdefault(one.path, {})
        assert one.method.lower() not in methods, f"{one.method} {one.path} belongs to two documents"
        methods[one.method.lower()] = one.described()
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Menjin", "version": "1", "description": _ABOUT},
        "servers": [{"url": "http://127.0.0.1:9999", "description": "local cloud"}, {"url": values["PUBLIC_URL"]}],
        "tags": [
            {"name": letter, "description": f"{title}\n\n{about}"} for letter, (title, about) in DOCUMENTS.items()
        ],
        "paths": paths,
        "components": _components(tenancy),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def operations(functions: Mapping[str, Declared], tenancy: Tenancy) -> Iterator[Operation]:
    """Every route by every method, in the order of the documents and their paths."""
    cases, records = events.cases(functions), examples.read()
    routes = [(route, function) for function in functions.values() for route in function.routes]
    for route, function in sorted(routes, key=lambda pair: (pair[0].dialect.name, pair[0].pattern)):
        for method in route.methods:
            yield Operation(function, route, method, tenancy, cases, records)


def _components(tenancy: Tenancy) -> dict[str, Any]:
    schemas: dict[str, Any] = {}
    shared: dict[str, Any] = {}
    for dialect in answers.dialects().values():
        of_schemas, of_examples = components_of(dialect)
        schemas |= of_schemas
        shared |= of_examples
    language = {"type": "string", "examples": ["zh-CN", "en"]}
    return {
        "schemas": schemas,
        "examples": shared,
        "parameters": {
            "Accept-Language": {
                "name": "Accept-Language",
                "in": "header",
                "description": "`en…` gives English messages · 英文提示",
                "schema": language,
            }
        },
        "securitySchemes": {
            "cookie": {
                "type": "apiKey",
                "in": "cookie",
                "name": tenancy.default,
                "description": "The session, in a cookie named after the system · 以系统名命名的 cookie",
            },
            "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "token": {"type": "apiKey", "in": "header", "name": "token", "description": "As in document C · 文档 C"},
        },
    }
