"""Requests that schemathesis makes up from the document: no 5xx, no status and no body that it does not describe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import FailedHealthCheck, Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.product import Person, Product

Operation = schemathesis.APIOperation[Any, Any, Any, Any]
Made = schemathesis.Case[Operation]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MODES: list[Any] = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
LONGEST_TARGET = 4096
"""Bytes of path and query that Function Compute takes."""
EACH = 3
"""Requests for each operation, as the document allows them, and again as it does not."""


@pytest.fixture
def somebody(product: Product) -> Iterator[Person]:
    """Somebody of the system that paths without one are about."""
    person = product.register(system="qqsl")
    yield person
    person.browser.close()


@pytest.mark.parametrize("letter", "ABCDE")
@pytest.mark.timeout(180)
def test_what_is_made_up_is_answered_as_documented(
    product: Product, document: dict[str, Any], somebody: Person, letter: str
) -> None:
    operations = [one for one in _operations(document) if one.tags == [letter]]
    assert operations
    for operation in operations:
        # What takes a session is asked by somebody, and everything by nobody.
        bearer = {"Authorization": f"Bearer {somebody.signed_in['token']}"}
        callers = [{}, bearer] if operation.definition.raw["security"] else [{}]
        for case in (case for mode in MODES for case in _made_up(operation, mode)):
            for headers in callers:
                answer = case.call(base_url=product.gateway, headers=headers, timeout=30)
                if len(answer.request.path_url) > LONGEST_TARGET:
                    # The platform says no in words of its own, and no function is called.
                    assert answer.status_code == 400
                    continue
                case.validate_response(answer, checks=CHECKS)


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


def _made_up(operation: Operation, mode: Any) -> list[Made]:
    """The same requests every time."""
    cases: list[Made] = []

    @seed(20261120)
    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        # Where nothing can be made up, that is known after fifty attempts; without this check, after a thousand.
        suppress_health_check=set(HealthCheck) - {HealthCheck.filter_too_much},
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keep(case: Made) -> None:
        cases.append(case)

    try:
        keep()
    except (Unsatisfiable, FailedHealthCheck):
        # Some operations take anything: nothing can be made up that they do not allow.
        assert mode is GenerationMode.NEGATIVE
    return cases
