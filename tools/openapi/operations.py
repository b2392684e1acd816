"""One operation of the document: a route by one of its methods."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from menjin.contract.dialects.base import Dialect
from menjin.contract.route import Route
from tools.event_cases import Case
from tools.functions import Declared
from tools.openapi import answers, data, fields
from tools.openapi.examples import Record, cases_of, name_of, path_values, query_values
from tools.openapi.samples import shown
from tools.openapi.values import Schema

Object = dict[str, Any]
_ABOUT_STATUS = {200: "Answered", 400: "Refused", 401: "Not signed in", 403: "Not allowed", 404: "Not found"}
_JSON = "application/json"
_HEADERS = {
    "set-cookie": ("Set-Cookie", "The one cookie of the answer; `Secure` outside the local cloud"),
    "retry-after": ("Retry-After", "Seconds until it is worth another try"),
}


@dataclass(frozen=True)
class Played:
    """A sample request and its recorded answer."""

    case: Case
    record: Record


class Operation:
    """A route by one method, with the sample requests that belong to it."""

    def __init__(
        self,
        function: Declared,
        route: Route,
        method: str,
        tenancy: fields.Tenancy,
        cases: Iterable[Case],
        records: dict[str, Record],
    ) -> None:
        self.function, self.route, self.method = function, route, method
        self.asked = fields.asked(route, method, tenancy)
        found = cases_of(function, route, method, cases)
        self.played = [Played(one, records[name_of(one)]) for one in found if name_of(one) in records]
        self.told = answers.told_in(function, route, method, {one.case.outcome for one in self.played} - {"ok"})

    @property
    def letter(self) -> str:
        """The document that the operation belongs to."""
        return self.route.dialect.name

    @property
    def path(self) -> str:
        """The pattern as OpenAPI writes it."""
        return self.route.pattern.replace("...}", "}")

    def described(self) -> Object:
        """The operation object."""
        said, _, rest = _markdown(self.route.handle.__doc__ or "").partition("\n")
        body = fields.request_body(self.asked, self._bodies())
        return {
            "operationId": self._id(),
            "tags": [self.letter],
            "summary": said.replace("`", ""),
            "description": "\n\n".join(filter(None, [rest.strip(), self._reads(), self._function()])),
            "security": self._security(),
            "parameters": fields.parameters(self.asked, self._values()),
            **({"requestBody": body} if body else {}),
            "responses": {str(status): self._response(status) for status in self._statuses()},
        }

    def _id(self) -> str:
        words = re.findall(r"\w+", self.route.pattern)
        return "-".join([self.letter, self.method.lower(), *words])

    def _reads(self) -> str:
        shape = self.route.shape
        return _markdown(shape.__doc__ or "") if shape else ""

    def _function(self) -> str:
        return f"`functions/{self.function.name}`: {_markdown(self.function.about)}"

    def _security(self) -> list[Object]:
        schemes: list[Object] = [{"cookie": []}, {"bearer": []}, {"token": []}]
        return {"none": [], "optional": [{}, *schemes], "required": schemes}[self.route.session]

    # Examples

    def _values(self) -> dict[str, list[Any]]:
        """Parameter → its values in the requests that went well, each once."""
        found: dict[str, list[Any]] = {}
        for one in self.played:
            if one.case.outcome == "ok":
                for name, value in {**query_values(one.case), **path_values(self.route, one.case)}.items():
                    values = found.setdefault(name, [])
                    values += [value] if value not in values else []
        return {name: shown(values) for name, values in found.items()}

    def _bodies(self) -> Object:
        return {one.case.name: {"value": shown(one.case.fields)} for one in self.played if one.case.fields is not None}

    def _example(self, one: Played) -> Object:
        """The recorded answer, with the whole request that it is the answer to."""
        case = one.case
        given = f" · given: {case.given}" if case.given else ""
        request = {"method": case.method, "target": shown(case.target), "headers": shown(case.headers)}
        return {
            "summary": f"{case.name}: {case.outcome}{given}",
            "value": shown(one.record["body"]),
            "x-request": {**request, **({} if case.fields is None else {"body": shown(case.fields)})},
            "x-outcome": case.outcome,
            "x-recorded": name_of(case),
        }

    # Answers

    def _statuses(self) -> list[int]:
        return sorted({told.status for told in self.told} | {one.record["status"] for one in self.played})

    def _response(self, status: int) -> Object:
        told = [one for one in self.told if one.status == status]
        played = [one for one in self.played if one.record["status"] == status]
        lines = [f"- `{one.kind}`: {answers.about(one.kind)}" for one in told]
        headers = self._headers(played, told)
        return {
            "description": "\n".join([_ABOUT_STATUS.get(status, "Refused"), *([""] if lines else []), *lines]),
            **({"headers": headers} if headers else {}),
            "content": {**self._json(played, told), **self._other_types(played)},
        }

    def _json(self, played: list[Played], told: list[answers.Told]) -> dict[str, Object]:
        """What is answered in JSON: recorded answers, and as they are rendered the failures that none of them shows."""
        there = [one for one in played if one.record["type"] == _JSON]
        good = [one.record["body"] for one in there if one.case.outcome == "ok"]
        schemas = [self._success(good)] if good else []
        schemas += [
            {"$ref": f"#/components/schemas/{name}.failure"} for name in dict.fromkeys(one.dialect for one in told)
        ]
        if not schemas:
            return {}
        recorded = {one.case.outcome for one in played}
        rendered = [f"{one.dialect}.{one.kind}" for one in told if one.kind not in recorded]
        examples: Object = {one.case.name: self._example(one) for one in there}
        examples |= {name: {"$ref": f"#/components/examples/{name}"} for name in rendered}
        return {_JSON: {"schema": schemas[0] if len(schemas) == 1 else {"anyOf": schemas}, "examples": examples}}

    def _other_types(self, played: list[Played]) -> dict[str, Object]:
        found: dict[str, Object] = {}
        for one in played:
            kind = one.record["type"]
            if kind != _JSON:
                content = found.setdefault(
                    kind, {"schema": {"type": "string", "contentMediaType": kind}, "examples": {}}
                )
                content["examples"][one.case.name] = self._example(one)
        return found

    def _success(self, bodies: list[Object]) -> Schema:
        found = data.data_schema(self.letter, [shown(one["data"]) for one in bodies])
        said = _markdown(self.route.handle.__doc__ or "").replace("\n", " ")
        return data.envelope(bodies, {"description": said, **found})

    def _headers(self, played: list[Played], told: list[answers.Told]) -> Object:
        there = {name: shown(value) for one in played for name, value in one.record["headers"].items()}
        there |= {name.lower(): value for one in told for name, value in one.headers if name.lower() in _HEADERS}
        return {
            _HEADERS[name][0]: {"description": _HEADERS[name][1], "schema": {"type": "string"}, "example": str(value)}
            for name, value in sorted(there.items())
        }


def components_of(dialect: Dialect) -> tuple[dict[str, Schema], Object]:
    """Schemas and examples that the operations of a dialect share."""
    name, told = answers.word_of(dialect), answers.all_told(dialect)
    examples = {f"{name}.{one.kind}": {"summary": one.kind, "value": one.body} for one in told}
    return {f"{name}.failure": data.envelope([one.body for one in told])}, examples


def _markdown(docstring: str) -> str:
    return re.sub(r"``", "`", re.sub(r"\n +", "\n", docstring.strip()))
