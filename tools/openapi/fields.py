"""The request half of an operation: path, query, cookies and body, from the route and the struct of its fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import msgspec

from menjin.contract.route import Route
from tools.openapi import words
from tools.openapi.reads import reads_of
from tools.openapi.values import Schema, schema_of

_BODY_METHODS = ("POST", "PUT", "PATCH")
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Tenancy:
    """The systems of the template, and the one that paths without a system are about."""

    systems: list[str]
    default: str


@dataclass(frozen=True)
class Asked:
    """What a route takes by one method: schemas by field name, the required among them, and where each belongs."""

    path: dict[str, Schema]
    query: dict[str, Schema]
    cookies: dict[str, Schema]
    body: dict[str, Schema]
    required: list[str]


def asked(route: Route, method: str, tenancy: Tenancy) -> Asked:
    """The fields of the route under that method: those of a GET stand in the query, others in the body."""
    letter = route.dialect.name
    properties, required = _struct(route.shape, letter)
    system = {"type": "string", "enum": tenancy.systems, "description": words.about("A", "system")}
    path = {
        name: system if name == "system" else properties.pop(name, _text(letter, name))
        for name in re.findall(r"\{(\w+)(?:\.\.\.)?\}", route.pattern)
    }
    read = reads_of(route)
    properties |= {one.name: _text(letter, one.name) for one in read if one.place == "fields"}
    query = {one.name: _text(letter, one.name) for one in read if one.place == "query"}
    if letter == "A" and "system" not in path and "{rest...}" not in route.pattern:
        query["system"] = {**system, "default": tenancy.default}
    cookies = {
        one.name.replace("{system}", tenancy.default): _text(letter, one.name) for one in read if one.place == "cookie"
    }
    left = [name for name in required if name not in path]
    if method in _BODY_METHODS:
        return Asked(path, query, cookies, properties, left)
    return Asked(path, {**properties, **query}, cookies, {}, left)


def parameters(taken: Asked, samples: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """The parameter objects; ``samples`` holds values by parameter."""
    found = [
        *(_parameter("path", name, schema, samples, required=True) for name, schema in taken.path.items()),
        *(
            _parameter("query", name, _never_null(schema), samples, required=name in taken.required)
            for name, schema in taken.query.items()
        ),
        *(_parameter("cookie", name, schema, {}, required=False) for name, schema in taken.cookies.items()),
    ]
    return [*found, {"$ref": "#/components/parameters/Accept-Language"}]


def request_body(taken: Asked, examples: dict[str, Any]) -> dict[str, Any] | None:
    """The body in both forms that are read; None where nothing is."""
    if not taken.body:
        return None
    required = {"required": taken.required} if taken.required else {}
    form = {name: _never_null(schema) for name, schema in taken.body.items()}
    json = {"schema": {"type": "object", "properties": taken.body, **required}}
    return {
        "required": bool(taken.required),
        "content": {
            "application/json": {**json, **({"examples": examples} if examples else {})},
            _FORM: {"schema": {"type": "object", "properties": form, **required}},
        },
    }


def _parameter(
    place: str, name: str, schema: Schema, samples: dict[str, list[Any]], *, required: bool
) -> dict[str, Any]:
    about = {key: value for key, value in schema.items() if key == "description"}
    rest = {key: value for key, value in schema.items() if key != "description"}
    values = samples.get(name, [])
    if len(values) == 1:
        about["example"] = values[0]
    elif values:
        about["examples"] = {str(number): {"value": value} for number, value in enumerate(values, 1)}
    return {"name": name, "in": place, "required": required, **about, "schema": rest}


def _struct(shape: type[Any] | None, letter: str) -> tuple[dict[str, Schema], list[str]]:
    """The struct's fields by the client's names, and the required ones; references resolved."""
    if shape is None:
        return {}, []
    _, components = msgspec.json.schema_components([shape], schema_hook=schema_of, ref_template="{name}")
    whole = components[shape.__name__]
    properties = {
        name: _field(_resolved(one, components), words.about(letter, name)) for name, one in whole["properties"].items()
    }
    return properties, list(whole["required"])


def _resolved(schema: Any, components: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_resolved(one, components) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        named = {key: value for key, value in components[schema["$ref"]].items() if key != "title"}
        return {**named, **{key: value for key, value in schema.items() if key != "$ref"}}
    return {key: _resolved(value, components) for key, value in schema.items()}


def _field(schema: Schema, about: str) -> Schema:
    """One schema of ``X | None`` instead of two, with what the field is about unless its type says so."""
    choices = schema.get("anyOf", [])
    if len(choices) == 2 and choices[1] == {"type": "null"}:
        schema = {**choices[0], "type": [choices[0].get("type", "string"), "null"]}
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    if "enum" in schema and "type" not in schema:
        schema = {"type": "string", **schema}
    return {**({"description": about} if about else {}), **schema}


def _never_null(schema: Schema) -> Schema:
    """The schema where null cannot be written: in a query, in a form."""
    if not isinstance(schema.get("type"), list):
        return schema
    return {
        **schema,
        "type": next(one for one in schema["type"] if one != "null"),
        **({"enum": [one for one in schema["enum"] if one is not None]} if "enum" in schema else {}),
    }


def _text(letter: str, name: str) -> Schema:
    return _field({"type": "string"}, words.about(letter, name))
