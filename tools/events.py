"""Write ``events/`` from the table of cases: HTTP events of FC 3.0, OSS and timer events, asynchronous payloads.

``make derive`` writes them with everything else that follows from the code; a test compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from tools.event_cases import HTTP, OTHERS, Case, Occasion
from tools.functions import Declared

ACCOUNT, BUCKET, HOST = "1234567890", "menjin", "127.0.0.1:9999"
AT = "2026-11-20T01:30:00Z"
FOREIGN = {"Origin": "https://elsewhere.example"}
CATCH_ALL = "web"


def cases(functions: Mapping[str, Declared]) -> list[Case]:
    """The table, and what every function is asked besides: by the wrong method, for nobody's system, from elsewhere."""
    first: dict[str, Case] = {}
    for one in HTTP:
        first.setdefault(one.operation, one)
    return [*HTTP, *(extra for one in first.values() for extra in _extras(one, functions[one.operation]))]


def _extras(one: Case, function: Declared) -> Iterator[Case]:
    bare = replace(one, fields=None, given="", outcome="not_found", headers={})
    if one.target.startswith("/asset/"):
        path = one.target.partition("?")[0]
        yield replace(bare, name="unknown_system", target=f"{path}?system=nobody&slot=avatar")
    else:
        yield replace(bare, name="unknown_system", target=one.target.replace("/platform/", "/nobody/", 1))
    if one.operation == CATCH_ALL:
        return
    yield replace(bare, name="wrong_method", method="DELETE", outcome="method_not_allowed")
    if any("POST" in route.methods for route in function.routes):
        target = "/platform/message/read/1" if one.operation == "messages" else one.target
        yield replace(
            bare, name="foreign_origin", method="POST", target=target, headers=FOREIGN, outcome="foreign_origin"
        )
    if any(route.session == "required" for route in function.routes):
        yield replace(bare, name="not_signed_in", outcome="not_signed_in")


def files(root: Path, functions: Mapping[str, Declared]) -> dict[Path, str]:
    """Every file under ``events/`` that follows from the table, and its text."""
    found = {root / one.operation / f"{one.name}.http.json": _text(http_event(one)) for one in cases(functions)}
    found |= {root / one.operation / f"{one.name}.{one.kind}.json": _text(other_event(one)) for one in OTHERS}
    return found


def http_event(case: Case) -> dict[str, Any]:
    """The request as FC 3.0 hands it to a function (version ``v1``)."""
    path, _, query = case.target.partition("?")
    headers = {"Host": HOST, "Accept": "*/*", **case.headers}
    if case.fields is not None:
        headers["Content-Type"] = "application/json"
    return {
        "version": "v1",
        "rawPath": path,
        "headers": headers,
        "queryParameters": dict(parse_qsl(query)),
        "body": "" if case.fields is None else json.dumps(case.fields, ensure_ascii=False),
        "isBase64Encoded": False,
        "requestContext": {
            "accountId": ACCOUNT,
            "domainName": HOST,
            "domainPrefix": HOST.partition(".")[0],
            "requestId": "1-691e6a48-1c9a3f00-0123456789ab",
            "time": AT,
            "timeEpoch": "1795138200000",
            "http": {
                "method": case.method,
                "path": unquote(path),
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "sample",
            },
        },
    }


def other_event(one: Occasion) -> dict[str, Any]:
    """The event as its trigger sends it; a payload is what the caller sent."""
    if one.kind == "oss":
        return {"events": [_oss_item(one.event["key"])]}
    if one.kind == "timer":
        return {"triggerTime": AT, "triggerName": one.name, "payload": "", **one.event}
    return one.event


def _oss_item(key: str) -> dict[str, Any]:
    return {
        "eventName": "ObjectCreated:PostObject",
        "eventSource": "acs:oss",
        "eventTime": "2026-11-20T01:30:00.000Z",
        "eventVersion": "1.0",
        "oss": {
            "bucket": {
                "arn": f"acs:oss:cn-hangzhou:{ACCOUNT}:{BUCKET}",
                "name": BUCKET,
                "ownerIdentity": ACCOUNT,
                "virtualBucket": "",
            },
            "object": {"deltaSize": 1024, "eTag": "5B3C1A2E053D763E1B002CC607C5A0FE", "key": key, "size": 1024},
            "ossSchemaVersion": "1.0",
            "ruleId": "9adac8e253828f4f7c0466d941fa3db81161e853",
        },
        "region": "cn-hangzhou",
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"requestId": "58F9FF2D3DF792092E12044C"},
        "userIdentity": {"principalId": ACCOUNT},
    }


def _text(event: dict[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False, indent=2) + "\n"
