"""What single configuration documents must obey; each check may complete its document by what goes without saying.

Source: OSS API reference, the pages of the ``PutBucket…`` operations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from emulator.oss.errors import invalid_argument, malformed_xml
from emulator.oss.operations.metadata import (
    DATA_ENCRYPTION,
    ENCRYPTION,
    ENCRYPTION_KEY,
    check_algorithm,
    check_data_algorithm,
    encryption_headers,
)
from emulator.oss.wire import xml
from emulator.oss.wire.xml import tag

ANY_REFERER = (
    "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer>"
    "<AllowTruncateQueryString>true</AllowTruncateQueryString><RefererList></RefererList></RefererConfiguration>"
)
_DEFAULT = "ApplyServerSideEncryptionByDefault"
_GROUP = re.compile(r"rg-[a-z0-9]{1,40}")


def check_encryption(root: ET.Element) -> None:
    """A known algorithm, a key for KMS alone. How KMS encrypts the bytes is dropped for everything else."""
    algorithm = xml.text_of(root, f"{_DEFAULT}/SSEAlgorithm") or ""
    check_algorithm(algorithm)
    key = xml.text_of(root, f"{_DEFAULT}/KMSMasterKeyID")
    if key and algorithm != "KMS":
        raise invalid_argument("KMSMasterKeyID is for KMS only.", "KMSMasterKeyID", key)
    data = xml.text_of(root, f"{_DEFAULT}/KMSDataEncryption")
    if data and algorithm == "KMS":
        check_data_algorithm(data)
    elif data is not None:
        for default in root.iterfind(_DEFAULT):
            for one in default.findall("KMSDataEncryption"):
                default.remove(one)


def encryption_document(given: Mapping[str, str]) -> str:
    """The encryption that the headers of a new bucket ask for; empty if none."""
    headers = encryption_headers(given)
    if not headers:
        return ""
    members = [tag("SSEAlgorithm", headers[ENCRYPTION])]
    if key := given.get(ENCRYPTION_KEY):
        members.append(tag("KMSMasterKeyID", key))
    if data := headers.get(DATA_ENCRYPTION):
        members.append(tag("KMSDataEncryption", data))
    return tag("ServerSideEncryptionRule", [tag(_DEFAULT, members)])


def default_encryption(document: str | None) -> dict[str, str]:
    """The headers of an object that says nothing of encryption itself, from its bucket's document."""
    if document is None:
        return {}
    root = xml.parse(document.encode(), "ServerSideEncryptionRule")
    names = {ENCRYPTION: "SSEAlgorithm", ENCRYPTION_KEY: "KMSMasterKeyID", DATA_ENCRYPTION: "KMSDataEncryption"}
    found = {name: xml.text_of(root, f"{_DEFAULT}/{element}") for name, element in names.items()}
    return encryption_headers({name: text for name, text in found.items() if text})


def check_referer(root: ET.Element) -> None:
    """Whether requests without a referer may pass must be said; query strings are cut off unless that is forbidden."""
    if (xml.text_of(root, "AllowEmptyReferer") or "").strip().lower() not in ("true", "false"):
        raise malformed_xml()
    if root.find("RefererList") is None:
        raise malformed_xml()
    if root.find("AllowTruncateQueryString") is None:
        ET.SubElement(root, "AllowTruncateQueryString").text = "true"


def spell_booleans(root: ET.Element) -> None:
    """Write true and false in lower case: the Python SDK sends them with a capital and reads them without."""
    for element in root.iter():
        if (element.text or "").strip() in ("True", "False"):
            element.text = (element.text or "").strip().lower()


def check_capacity(root: ET.Element) -> None:
    """A number of GB, or -1 for no limit."""
    text = (xml.text_of(root, "StorageCapacity") or "").strip()
    if text != "-1" and not text.isdecimal():
        raise invalid_argument("The storage capacity must be -1 or more.", "StorageCapacity", text)


def check_payment(root: ET.Element) -> None:
    """Somebody has to pay."""
    if xml.text_of(root, "Payer") not in ("BucketOwner", "Requester"):
        raise malformed_xml()


def check_group(root: ET.Element) -> None:
    """The group is named."""
    check_group_id(xml.text_of(root, "ResourceGroupId") or "")


def check_group_id(group: str) -> None:
    """Refuse what cannot be the id of a resource group."""
    if not _GROUP.fullmatch(group):
        raise invalid_argument("The resource group id is not valid.", "ResourceGroupId", group)
