"""``docs/openapi.json`` holds what the functions declare: all of it, each once, and in valid OpenAPI 3.1."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from menjin.contract.catalogue import CATALOGUE
from menjin.contract.route import Route
from menjin.values.masked import Masked
from tools.event_cases import HTTP
from tools.functions import declared
from tools.openapi import answers, values
from tools.openapi.data import LEAVES
from tools.openapi.raises import CAUGHT, kinds_of
from tools.openapi.reads import reads_of
from tools.openapi.samples import SAMPLES, names_in, placed, shown

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = declared(ROOT)
ROUTES = [(name, route) for name, function in FUNCTIONS.items() for route in function.routes]
EVERY_ROUTE = pytest.mark.parametrize(
    ("function", "route"), ROUTES, ids=[f"{name}-{route.pattern}" for name, route in ROUTES]
)
BODIES = ("POST", "PUT", "PATCH")


def path_of(route: Route) -> str:
    return route.pattern.replace("...}", "}")


def operations_of(document: dict[str, Any], route: Route) -> list[dict[str, Any]]:
    return [document["paths"][path_of(route)][method.lower()] for method in route.methods]


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    validate(document, cls=OpenAPIV31SpecValidator)


def test_every_route_is_there_once_for_each_method_and_nothing_else(document: dict[str, Any]) -> None:
    wanted = Counter((path_of(route), method.lower()) for _, route in ROUTES for method in route.methods)
    found = Counter((path, method) for path, methods in document["paths"].items() for method in methods)
    assert found == wanted
    assert set(found.values()) == {1}
    ids = [one["operationId"] for methods in document["paths"].values() for one in methods.values()]
    assert len(ids) == len(set(ids))


@EVERY_ROUTE
def test_every_field_of_the_request_is_there(document: dict[str, Any], function: str, route: Route) -> None:
    assert function
    fields = {field.encode_name for field in _fields(route)} | {
        one.name for one in reads_of(route) if one.place == "fields"
    }
    for method, operation in zip(route.methods, operations_of(document, route), strict=True):
        named = {one["name"]: one for one in operation["parameters"] if "name" in one}
        bodies = [one["schema"] for one in operation.get("requestBody", {"content": {}})["content"].values()]
        for field in fields:
            if field in named:
                assert method not in BODIES or named[field]["in"] == "path"
            else:
                assert method in BODIES
                assert bodies
                assert all(field in schema["properties"] for schema in bodies)
        required = {field.encode_name for field in _fields(route) if field.required} - {
            name for name, one in named.items() if one["in"] == "path"
        }
        assert all(named[field]["required"] for field in required & set(named))
        assert all(set(schema.get("required", ())) == required - set(named) for schema in bodies)


def _fields(route: Route) -> Iterator[Any]:
    yield from msgspec.structs.fields(route.shape) if route.shape else ()


@EVERY_ROUTE
def test_every_failure_has_its_status_and_its_words(document: dict[str, Any], function: str, route: Route) -> None:
    for operation in operations_of(document, route):
        for kind in kinds_of(function, route):
            told = answers.told(route.dialect, kind)
            response = operation["responses"][str(told.status)]
            assert f"`{kind}`" in response["description"]
            schema = {"$ref": f"#/components/schemas/{answers.word_of(route.dialect)}.failure"}
            there = response["content"]["application/json"]["schema"]
            assert schema in there.get("anyOf", [there])


@EVERY_ROUTE
def test_every_operation_shows_what_it_answers_when_all_goes_well(
    document: dict[str, Any], function: str, route: Route
) -> None:
    if route.pattern.endswith("/{rest...}"):
        return
    for operation in operations_of(document, route):
        good = [
            example
            for content in operation["responses"]["200"]["content"].values()
            for example in content["examples"].values()
            if example.get("x-outcome") == "ok"
        ]
        assert good, f"{function}: {operation['operationId']}"


@EVERY_ROUTE
def test_a_session_is_asked_for_where_it_is_needed(document: dict[str, Any], function: str, route: Route) -> None:
    assert function
    schemes: list[dict[str, list[str]]] = [{"cookie": []}, {"bearer": []}, {"token": []}]
    wanted: list[dict[str, list[str]]] = {"none": [], "optional": [{}, *schemes], "required": schemes}[route.session]
    for operation in operations_of(document, route):
        assert operation["security"] == wanted
        assert ("401" in operation["responses"]) >= (route.session == "required")


def test_every_example_fits_the_schema_beside_it(document: dict[str, Any]) -> None:
    whole = {"components": document["components"]}
    for where, schema, example in _examples(document):
        problems = [*jsonschema_rs.Draft202012Validator({**whole, **schema}).iter_errors(example)]
        assert not problems, f"{where}: {problems[0].message}"


def _examples(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, response in operation["responses"].items():
                for content in response["content"].values():
                    for name, example in content.get("examples", {}).items():
                        shared = example.get("$ref", "").rpartition("/")[2]
                        found = document["components"]["examples"][shared] if shared else example
                        yield f"{method} {path} {status} {name}", content["schema"], found["value"]


def test_every_leaf_of_an_answer_is_described(document: dict[str, Any]) -> None:
    missing = {
        f"{path}: {name}"
        for path, methods in document["paths"].items()
        for operation in methods.values()
        for content in operation["responses"].get("200", {"content": {}})["content"].values()
        for schema in content["schema"].get("anyOf", [content["schema"]])
        for name, leaf in _leaves(schema.get("properties", {}).get("data", {}))
        if "description" not in leaf
    }
    assert missing == set()


def _leaves(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in [schema, *schema.get("anyOf", ())]:
        for name, inner in one.get("properties", {}).items():
            if "properties" in inner or "items" in inner or "anyOf" in inner:
                yield from _leaves(inner)
            else:
                yield name, inner
        if "items" in one:
            yield from _leaves(one["items"])


def test_every_class_of_values_has_a_schema_that_its_own_sample_fits() -> None:
    known = {one for one in _all(Masked) if one.__module__.startswith("menjin.values")}
    assert known - set(values.VALUES) == set()
    assert all(schema["description"] for schema in values.VALUES.values())


def _all(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _all(one)


def test_every_name_of_the_sample_requests_has_a_sample() -> None:
    text = json.dumps([[case.target, case.fields, case.headers] for case in HTTP])
    assert names_in(text) - set(SAMPLES) == set()


def test_what_is_caught_is_a_failure_of_somebody() -> None:
    functions, patterns = set(FUNCTIONS), {route.pattern for _, route in ROUTES}
    for place, kind in CAUGHT:
        assert place in functions | patterns
        assert kind in CATALOGUE


def test_leaves_say_what_they_are() -> None:
    assert [name for name, leaf in LEAVES.items() if not leaf.get("description")] == []


def test_names_take_the_place_of_what_is_never_the_same() -> None:
    made: dict[str, str | int] = {"member": "13812345678", "account": 1234567890123456, "code": "482913"}
    told = {
        "id": 1234567890123456,
        "other": 6543210987654321,
        "phone": "138****5678",
        "key": "platform/user/1234567890123456/avatar.jpg",
        "text": "13812345678 请 12 秒后再试",
        "code": "482913",
        "read": True,
        "at": "2026-11-20T09:30:00+08:00",
    }
    kept = placed(told, made)
    assert kept == {
        "id": "${account}",
        "other": "${id}",
        "phone": "${masked_phone}",
        "key": "platform/user/${account}/avatar.jpg",
        "text": "${member} 请 ${seconds} 秒后再试",
        "code": "${code}",
        "read": True,
        "at": "${time}",
    }
    assert shown(kept)["id"] == SAMPLES["account"]
    assert shown(kept)["key"] == f"platform/user/{SAMPLES['account']}/avatar.jpg"
