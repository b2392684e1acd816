"""The API's JSON documents and the values they stand for.

``service``, ``function``, ``trigger``, ... write a document as the API answers it; their ``read_`` counterparts take
what a client sent over what was there before, and raise ``FcError`` InvalidArgument. ``stored_`` and ``restored_`` are
the form in which something is kept on disk, where that holds more than the API shows.
"""

from emulator.functions.documents.asynchronous import async_config, read_async_config
from emulator.functions.documents.domains import domain, read_domain, read_rewrites, stored_domain
from emulator.functions.documents.fields import ensure, identity, mapping, number, text, texts, truth, uncapitalised
from emulator.functions.documents.functions import function, read_function, restored_function, stored_function
from emulator.functions.documents.services import (
    alias,
    read_alias,
    read_service,
    restored_alias,
    restored_service,
    restored_version,
    service,
    stored_alias,
    stored_service,
    stored_version,
    version,
)
from emulator.functions.documents.triggers import read_trigger, trigger

__all__ = [
    "alias",
    "async_config",
    "domain",
    "ensure",
    "function",
    "identity",
    "mapping",
    "number",
    "read_alias",
    "read_async_config",
    "read_domain",
    "read_function",
    "read_rewrites",
    "read_service",
    "read_trigger",
    "restored_alias",
    "restored_function",
    "restored_service",
    "restored_version",
    "service",
    "stored_alias",
    "stored_domain",
    "stored_function",
    "stored_service",
    "stored_version",
    "text",
    "texts",
    "trigger",
    "truth",
    "uncapitalised",
    "version",
]
