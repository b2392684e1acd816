"""What a lifecycle document must obey. The rules are kept and given back; no object is moved or expired by them.

Source: OSS API reference, "PutBucketLifecycle".
"""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from emulator.oss.errors import OssError, invalid_argument, malformed_xml
from emulator.oss.wire import xml

_TAG = re.compile(r"[\w +\-=.:/]*")
_COLDER = ("IA", "Archive", "ColdArchive", "DeepColdArchive")


def check_lifecycle(root: ET.Element) -> None:
    """Refuse rules that contradict themselves."""
    rules = root.findall("Rule")
    if not rules:
        raise malformed_xml()
    for rule in rules:
        _check_rule(rule)


def _check_rule(rule: ET.Element) -> None:
    for element in rule.iterfind("Tag"):
        _check_tag(xml.text_of(element, "Key"), xml.text_of(element, "Value"))
    transitions = rule.findall("Transition")
    steps = [*transitions, *rule.findall("Expiration")]
    if len({_by_days(step) for step in steps if _by_days(step) is not None}) > 1:
        raise OssError(400, "InvalidRequest", "A rule counts days or names dates, not both.")
    classes = [xml.text_of(one, "StorageClass") or "" for one in transitions]
    if any(one not in _COLDER for one in classes):
        raise invalid_argument("The storage class of a transition is invalid.", "StorageClass", ",".join(classes))
    ordered = sorted(zip(classes, transitions, strict=True), key=lambda pair: _COLDER.index(pair[0]))
    days = [_days(one) for _, one in ordered] + [_days(one) for one in rule.findall("Expiration")]
    known = [one for one in days if one is not None]
    if any(later <= earlier for earlier, later in pairwise(known)):
        raise invalid_argument("The days of transitions and expiration must grow.", "Days", str(known))


def _check_tag(key: str | None, value: str | None) -> None:
    """Only the characters count: a rule for tags that are too long is kept and meets no object."""
    if not key or value is None or not _TAG.fullmatch(key + value):
        raise invalid_argument("The tag of the rule is not valid.", "Tag", f"{key}={value}")


def _by_days(step: ET.Element) -> bool | None:
    if step.find("Days") is not None:
        return True
    return False if step.find("CreatedBeforeDate") is not None or step.find("Date") is not None else None


def _days(step: ET.Element) -> int | None:
    text = xml.text_of(step, "Days")
    if text is None:
        return None
    if not text.strip().isdecimal() or not int(text):
        raise invalid_argument("Days must be a positive integer.", "Days", text)
    return int(text)
