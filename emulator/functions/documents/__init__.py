"""The API's JSON documents and the values they stand for.

``service``, ``function``, ``trigger``, ``domain``, ``async_config`` write a document as the API answers it; their
``read_`` counterparts take what a client sent over what was there before, and raise ``FcError`` InvalidArgument.
"""

from emulator.functions.documents.fields import ensure, mapping, text, texts
from emulator.functions.documents.functions import (
    async_config,
    function,
    read_async_config,
    read_function,
    restored_function,
    stored_function,
)
from emulator.functions.documents.services import domain, read_domain, read_service, service
from emulator.functions.documents.triggers import read_trigger, trigger

__all__ = [
    "async_config",
    "domain",
    "ensure",
    "function",
    "mapping",
    "read_async_config",
    "read_domain",
    "read_function",
    "read_service",
    "read_trigger",
    "restored_function",
    "service",
    "stored_function",
    "text",
    "texts",
    "trigger",
]
