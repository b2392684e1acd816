"""The context object that handlers are given."""

from __future__ import annotations

import json
import logging
from typing import Any


class Record:
    """Plain attributes, also under the camelCase names of the older runtimes."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Any:
        snake = "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)
        if snake != name and snake in self.__dict__:
            return self.__dict__[snake]
        raise AttributeError(name)


class FCContext(Record):
    """The second argument of an event handler, and ``environ['fc.context']``."""

    def getLogger(self) -> logging.Logger:  # noqa: N802 - the vendor's name
        """The logger whose lines carry the request id."""
        return logging.getLogger()

    def to_json(self) -> str:
        """Everything as JSON text, credentials included: not for logs."""

        def camel(value: dict[str, Any]) -> dict[str, Any]:
            return {_camel(k): camel(vars(v)) if isinstance(v, Record) else v for k, v in value.items()}

        return json.dumps(camel({k: v for k, v in vars(self).items() if k != "logger"}))


def context(boot: dict[str, Any], head: dict[str, Any]) -> FCContext:
    """The context of one call, out of what is true of the instance and of the call."""
    # An alias, where the call named one; the instance itself knows its version alone.
    service = {**boot["service"], "qualifier": head.get("qualifier") or boot["service"]["qualifier"]}
    return FCContext(
        request_id=head["id"],
        credentials=Record(**boot["credentials"]),
        function=Record(**boot["function"], handler=head["handler"]),
        service=Record(**service),
        region=boot["region"],
        account_id=boot["account_id"],
        retry_count=head["retry"],
        tracing=Record(span_context="", jaeger_endpoint="", span_baggages={}),
        logger=None,
    )


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
