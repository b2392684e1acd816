"""Temporary keys: they need their token, and do what their policy says of each table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from tablestore import (
    BatchGetRowRequest,
    BatchWriteRowRequest,
    Condition,
    OTSClient,
    OTSServiceError,
    PutRowItem,
    Row,
    SecondaryIndexMeta,
    TableInBatchGetRowItem,
    TableInBatchWriteRowItem,
)
from tablestore.credentials import StaticCredentialsProvider

from .conftest import TablestoreCloud, client_of

Make = Callable[..., str]
Temporary = Callable[..., AbstractContextManager[OTSClient]]
KEY = [("p", 1)]
BY_S = SecondaryIndexMeta("mine_by_s", ["s"], [])


@pytest.fixture
def temporary(cloud: TablestoreCloud, instance: str) -> Temporary:
    """A client with a temporary key whose policy has the statements given, if any."""

    @contextmanager
    def client(*statements: dict[str, Any], token: str | None = None) -> Iterator[OTSClient]:
        key = cloud.keys.mint(900, json.dumps({"Version": "1", "Statement": statements}) if statements else None)
        given = StaticCredentialsProvider(key.id, key.secret, token or key.token)
        without = {"access_key_id": None, "access_key_secret": None}
        with client_of(cloud.ports.tablestore, instance, credentials_provider=given, **without) as one:
            yield one

    return client


def allowed(actions: Any, resource: str = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def on_table(instance: str, table: str) -> str:
    return f"acs:ots:cn-hangzhou:*:instance/{instance}/table/{table}"


@contextmanager
def denied() -> Iterator[None]:
    with pytest.raises(OTSServiceError) as caught:
        yield
    assert (caught.value.http_status, caught.value.code) == (403, "OTSNoPermissionAccess")


def test_without_a_policy_everything_is_allowed(temporary: Temporary) -> None:
    with temporary() as client:
        assert client.list_table() == ()


def test_a_temporary_key_needs_its_token(temporary: Temporary) -> None:
    with temporary(token="another") as client, pytest.raises(OTSServiceError) as caught:
        client.list_table()
    assert caught.value.code == "OTSAuthFailed"


@pytest.mark.parametrize(
    ("statements", "reaches"),
    [
        ([allowed(["ots:List*"])], True),
        ([allowed("ots:*", "acs:ots:*:*:instance/*")], True),
        ([allowed("oss:*")], False),
        ([allowed("ots:*"), {"Effect": "Deny", "Action": "ots:ListTable", "Resource": "*"}], False),
        ([allowed("ots:*", "acs:ots:*:*:instance/another/table/*")], False),
        ([allowed("ots:*", "acs:ots:*:*:instance/*/table/one")], False),
    ],
)
def test_how_far_a_policy_reaches(temporary: Temporary, statements: list[dict[str, Any]], reaches: bool) -> None:
    with temporary(*statements) as client:
        if reaches:
            assert client.list_table() == ()
        else:
            with denied():
                client.list_table()


def batches(client: OTSClient, *tables: str) -> None:
    written, read = BatchWriteRowRequest(), BatchGetRowRequest()
    for table in tables:
        item = PutRowItem(Row(KEY, [("c", 1)]), Condition("IGNORE"))
        written.add(TableInBatchWriteRowItem(table, [item]))
        read.add(TableInBatchGetRowItem(table, [KEY], [], None, 1))
    client.batch_write_row(written)
    client.batch_get_row(read)


def test_every_table_that_a_request_names_counts(
    client: OTSClient, make_table: Make, temporary: Temporary, instance: str
) -> None:
    for table in ("mine", "other"):
        make_table([("p", "INTEGER")], [("s", "STRING")], name=table)
    theirs = client.start_local_transaction("other", KEY)
    with temporary(allowed("ots:*", on_table(instance, "mine*"))) as limited:
        limited.put_row("mine", Row(KEY, [("c", 1)]), Condition("IGNORE"))
        assert limited.get_row("mine", KEY)[1] is not None
        limited.commit_transaction(limited.start_local_transaction("mine", KEY))
        batches(limited, "mine")
        limited.create_secondary_index("mine", BY_S, include_base_data=False)
        for act in (
            lambda: limited.get_row("other", KEY),
            lambda: limited.describe_table("other"),
            lambda: limited.delete_table("other"),
            lambda: batches(limited, "mine", "other"),
            lambda: limited.create_secondary_index(
                "other", SecondaryIndexMeta("i", ["s"], []), include_base_data=False
            ),
            lambda: limited.commit_transaction(theirs),
        ):
            with denied():
                act()
    client.abort_transaction(theirs)
