"""Document A, message: in the client's language, where the message has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import HOST
from menjin.clock import now
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.messages import TablestoreMessages
from menjin.messages.message import Message
from tests.documents.a_systems.visitor import Visitor
from tests.product import Product

Tell = Callable[..., Message]


@pytest.fixture
def tell(product: Product) -> Tell:
    """Leave somebody a message, as the product's own workers do."""
    endpoint = f"http://{HOST}:{product.cloud.ports.tablestore}"
    messages = TablestoreMessages(Tablestore(endpoint, "menjin", ACCESS_KEY_ID, ACCESS_KEY_SECRET))

    def one(to: Visitor, source: str, english: tuple[str, str] | None = None) -> Message:
        account = int(to.user["id"])
        told = Message(to.system, account, source, "certification", "实名认证", "已通过", now(), english=english)
        return messages.add_once(told)

    return one


def read_by(visitor: Visitor, language: str | None) -> list[tuple[str, str]]:
    """Titles and texts, newest first, as a client of that language is shown them."""
    headers = {} if language is None else {"Accept-Language": language}
    answer = visitor.browser.get(f"/{visitor.system}/message", headers=headers)
    rows: list[dict[str, Any]] = answer.json()["data"]["list"]
    assert all(set(row) == {"id", "kind", "title", "text", "at", "read"} for row in rows)
    return [(row["title"], row["text"]) for row in rows]


def test_a_message_is_shown_in_the_clients_language(member: Visitor, tell: Tell) -> None:
    tell(member, "one")
    tell(member, "two", ("Certification", "It has passed"))
    chinese, english = ("实名认证", "已通过"), ("Certification", "It has passed")
    for wished in ("en", "en-GB,en;q=0.9,zh;q=0.5"):
        assert read_by(member, wished) == [english, chinese], "one of before has no other text"
    for other in (None, "zh-CN,zh;q=0.9,en;q=0.8", "de"):
        assert read_by(member, other) == [chinese, chinese]
