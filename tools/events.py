"""Write ``events/`` from the table of cases, and play one of its files by hand.

``make derive`` writes the files with everything else that follows from the code; a test compares.
``python -m tools.events FILE name=value…`` prints the event with values in place of its ``${names}``; with ``--send``
the local cloud gets it: an HTTP event as the request that it tells of, any other by an invocation of its function.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlencode

from tools.event_cases import HTTP, OTHERS, Case, Occasion
from tools.functions import Declared

if TYPE_CHECKING:
    from menjin.contract.route import Route

ACCOUNT, BUCKET, HOST = "1234567890", "menjin", "127.0.0.1:9999"
AT = "2026-11-20T01:30:00Z"
FOREIGN = {"Origin": "https://elsewhere.example"}
CATCH_ALL = "web"
GATEWAY, FC = f"http://{HOST}", "http://127.0.0.1:9993"
MARK = "<!-- Written by `make derive` from tools/event_cases/. -->\n"


def cases(functions: Mapping[str, Declared]) -> list[Case]:
    """The table, and what every function is asked besides, in each dialect that it speaks: by the wrong method, from
    elsewhere, by nobody; and for nobody's system where the path names one.
    """
    asked: dict[tuple[str, str], list[tuple[Case, Route]]] = {}
    for one in HTTP:
        route = route_of(functions[one.operation], one)
        asked.setdefault((one.operation, route.dialect.name), []).append((one, route))
    return [*HTTP, *(extra for (_, letter), table in asked.items() for extra in _extras(letter, table))]


def route_of(function: Declared, case: Case) -> Route:
    """The route that a case is for: by its path, and by its method if that is one of the path's."""
    segments = tuple(case.target.partition("?")[0].strip("/").split("/"))
    routes: list[Route] = [route for route in function.routes if route.match(segments) is not None]
    return next((route for route in routes if case.method in route.methods), routes[0])


def _extras(letter: str, table: list[tuple[Case, Route]]) -> Iterator[Case]:
    prefix = "" if letter == "A" else f"{letter.lower()}_"
    first, _ = table[0]
    if letter == "A":
        yield _bare(first, "unknown_system", "not_found", target=_for_nobody(first.target))
    if first.operation == CATCH_ALL:
        return
    yield _bare(first, prefix + "wrong_method", "method_not_allowed", method="DELETE")
    for one, route in table:
        if method := next((method for method in ("POST", "PUT") if method in route.methods), None):
            yield _bare(one, prefix + "foreign_origin", "foreign_origin", method=method, headers=FOREIGN)
            break
    for one, route in table:
        if route.session == "required":
            yield _bare(one, prefix + "not_signed_in", "not_signed_in")
            break


def _bare(one: Case, name: str, outcome: str, **changes: Any) -> Case:
    """The same request without fields, headers and circumstances."""
    bare: dict[str, Any] = {"fields": None, "given": "", "headers": {}, **changes}
    return replace(one, name=name, outcome=outcome, **bare)


def _for_nobody(target: str) -> str:
    if target.startswith("/asset/"):
        return f"{target.partition('?')[0]}?system=nobody&slot=avatar"
    return target.replace("/platform/", "/nobody/", 1)


def files(root: Path, functions: Mapping[str, Declared]) -> dict[Path, str]:
    """Every file under ``events/`` that follows from the table, and its text."""
    found = {root / one.operation / f"{one.name}.http.json": _text(http_event(one)) for one in cases(functions)}
    found |= {root / one.operation / f"{one.name}.{one.kind}.json": _text(other_event(one)) for one in OTHERS}
    readme = root / "README.md"
    found[readme] = readme.read_text("utf-8").partition(MARK)[0] + MARK + _list(functions)
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
        "queryParameters": dict(parse_qsl(query, keep_blank_values=True)),
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


def _list(functions: Mapping[str, Declared]) -> str:
    rows = ["", "| event | outcome | given |", "| --- | --- | --- |"]
    rows += [_row(asked, "http", f"`{asked.outcome}`") for asked in cases(functions)]
    rows += [_row(told, told.kind, f"`{_said(told)}`") for told in OTHERS]
    return "\n".join([*rows[:3], *sorted(rows[3:])]) + "\n"


def _said(one: Occasion) -> str:
    return one.outcome if one.outcome != "ok" else one.answer or "ok"


def _row(one: Case | Occasion, kind: str, outcome: str) -> str:
    return f"| `{one.operation}/{one.name}.{kind}.json` | {outcome} | {f'`{one.given}`' if one.given else ''} |"


def main(arguments: list[str] | None = None) -> int:
    """The command. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.events", description=__doc__)
    parser.add_argument("file", type=Path, help="a file below events/")
    parser.add_argument("values", nargs="*", metavar="name=value", help="values for its ${names}")
    parser.add_argument("--send", action="store_true", help="send it to the local cloud, and print what it answers")
    parser.add_argument("--gateway", default=GATEWAY, help=f"where the pages are ({GATEWAY})")
    parser.add_argument("--fc", default=FC, help=f"where Function Compute's API is ({FC})")
    chosen = parser.parse_args(arguments)
    text = _filled(chosen.file.read_text("utf-8"), dict(one.partition("=")[::2] for one in chosen.values))
    if missing := sorted(set(re.findall(r"\$\{(\w+)\}", text))):
        print(f"values are missing: {', '.join(missing)}; see events/README.md", file=sys.stderr)
        return 1
    if chosen.send:
        event = json.loads(text)
        asked = isinstance(event.get("requestContext"), dict)
        text = _request(event, chosen.gateway) if asked else _invoke(chosen.file, text, chosen.fc)
    print(text)
    return 0


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        # Between its own quotes a number is one.
        text = text.replace(f'"${{{name}}}"', value if value.isdigit() else f'"{value}"')
        text = text.replace(f"${{{name}}}", value)
    return text


def _request(event: Mapping[str, Any], gateway: str) -> str:
    """Status and body of the answer to the request that an HTTP event tells of."""
    import httpx

    query = urlencode(event["queryParameters"])
    target = f"{gateway}{event['rawPath']}{'?' + query if query else ''}"
    headers = {name: value for name, value in event["headers"].items() if name != "Host"}
    method = event["requestContext"]["http"]["method"]
    answer = httpx.request(method, target, headers=headers, content=event["body"].encode(), timeout=60)
    return f"HTTP {answer.status_code}\n{answer.text}"


def _invoke(file: Path, text: str, endpoint: str) -> str:
    """What the function says, or the error that it ends with."""
    import fc2

    from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
    from emulator.shared.options import ACCOUNT as LOCAL

    # A function with an HTTP trigger takes no events in FC 2.0: the same code is deployed a second time for them.
    function = {"asset_callback": "asset_event"}.get(file.parent.name, file.parent.name)
    client = fc2.Client(endpoint=endpoint, accessKeyID=ACCESS_KEY_ID, accessKeySecret=ACCESS_KEY_SECRET)
    client.account_id = LOCAL
    return bytes(client.invoke_function("menjin", function, payload=text.encode()).data).decode()


def _text(event: dict[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())
