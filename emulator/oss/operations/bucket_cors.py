"""PutBucketCors, GetBucketCors, DeleteBucketCors and the preflight."""

from __future__ import annotations

from emulator.oss.cors import METHODS, Rule, Rules, forbidden
from emulator.oss.errors import OssError, invalid_argument, malformed_xml
from emulator.oss.operations.call import Call
from emulator.oss.state.store import Store
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.xml import tag

DOCUMENT = "cors"
_MAX_RULES = 20


def rules_of(store: Store, bucket: str) -> Rules | None:
    """The rules in force, None if the bucket has none."""
    kept = store.buckets.document(bucket, DOCUMENT)
    return Rules.load(kept) if kept else None


async def put_bucket_cors(call: Call) -> Answer:
    """Replace the bucket's rules."""
    bucket = call.bucket()
    root = xml.parse(await call.request.document(), "CORSConfiguration")
    rules = []
    for element in root.iterfind("CORSRule"):
        age = xml.text_of(element, "MaxAgeSeconds")
        if age is not None and not age.strip().isdecimal():
            raise invalid_argument("MaxAgeSeconds must be a non-negative integer.", "MaxAgeSeconds", age)
        rule = Rule(
            origins=xml.texts_of(element, "AllowedOrigin"),
            methods=xml.texts_of(element, "AllowedMethod"),
            headers=xml.texts_of(element, "AllowedHeader"),
            expose=xml.texts_of(element, "ExposeHeader"),
            max_age=int(age) if age else None,
        )
        _check(rule)
        rules.append(rule)
    if not 1 <= len(rules) <= _MAX_RULES:
        raise malformed_xml()
    vary = (xml.text_of(root, "ResponseVary") or "").strip().lower() == "true"
    call.store.buckets.put_document(bucket.name, DOCUMENT, Rules(rules, vary).dump())
    return Answer()


async def get_bucket_cors(call: Call) -> Answer:
    """The bucket's rules."""
    bucket = call.bucket()
    rules = rules_of(call.store, bucket.name)
    if rules is None:
        text = "The CORS Configuration does not exist."
        raise OssError(404, "NoSuchCORSConfiguration", text, BucketName=bucket.name)
    written = [
        tag(
            "CORSRule",
            [tag("AllowedOrigin", one) for one in rule.origins],
            [tag("AllowedMethod", one) for one in rule.methods],
            [tag("AllowedHeader", one) for one in rule.headers],
            [tag("ExposeHeader", one) for one in rule.expose],
            [tag("MaxAgeSeconds", rule.max_age)] if rule.max_age is not None else None,
        )
        for rule in rules.rules
    ]
    vary = tag("ResponseVary", "true" if rules.vary else "false")
    return xml_answer(xml.document(tag("CORSConfiguration", written, vary)))


async def delete_bucket_cors(call: Call) -> Answer:
    """Drop the bucket's rules."""
    call.store.buckets.remove_document(call.bucket().name, DOCUMENT)
    return Answer(204)


async def preflight(call: Call) -> Answer:
    """Whether a page of that origin may send the request it announces. Never signed."""
    bucket = call.bucket()
    given = call.request.headers
    origin, method = given.get("origin"), given.get("access-control-request-method")
    if not origin:
        raise OssError(400, "BadRequest", "Insufficient information. Origin request header needed.")
    if not method:
        text = "Insufficient information. Request Access-Control-Request-Method header needed."
        raise OssError(400, "BadRequest", text)
    rules = rules_of(call.store, bucket.name)
    if rules is None:
        raise forbidden("CORS is not enabled for this bucket.")
    return Answer(200, rules.preflight(origin, method, given.get("access-control-request-headers", "").split(",")))


def _check(rule: Rule) -> None:
    if not rule.origins or not rule.methods or any(method not in METHODS for method in rule.methods):
        raise malformed_xml()
    for name, values in (("AllowedOrigin", rule.origins), ("AllowedHeader", rule.headers)):
        if any(value.count("*") > 1 for value in values):
            raise invalid_argument(f"{name} can not have more than one wildcard.", name)
    if any("*" in value for value in rule.expose):
        raise invalid_argument("ExposeHeader can not have a wildcard.", "ExposeHeader")
