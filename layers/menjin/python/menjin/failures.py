"""What can go wrong, in the domain's words.

A failure has a kind (its class, spelt in snake case) and evidence (its attributes). It knows no HTTP status, no code
of a document and no language: ``contract.catalogue`` gives each kind those, per dialect.
"""

from __future__ import annotations

import re


class Failure(Exception):
    """An answer other than the wished-for one. Subclasses name the kind; attributes carry the evidence."""

    @classmethod
    def kind(cls) -> str:
        """The kind word: ``PhoneTaken`` → ``phone_taken``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Malformed(Failure):
    """The request cannot be read. ``field`` is the client's own name for the part; ``hint`` a word of the catalogue."""

    def __init__(self, field: str, hint: str = "malformed") -> None:
        super().__init__(field, hint)
        self.field, self.hint = field, hint


class TooLarge(Failure):
    """The request's body is larger than any honest one."""


class NotSignedIn(Failure):
    """There is no session, or the one presented has ended."""


class Forbidden(Failure):
    """The caller is known and may not do this."""


class ForeignOrigin(Failure):
    """Another site's page sent a request that changes something."""


class NotFound(Failure):
    """No such path, system or record."""


class MethodNotAllowed(Failure):
    """The path exists, the method does not. ``allowed`` names those that do."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__(allowed)
        self.allowed = allowed


class TooOften(Failure):
    """A limit was reached. ``retry_after`` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = max(1, retry_after)


class Unavailable(Failure):
    """Something we stand on did not answer as it should: nobody's fault who is outside.

    ``service`` is our word for it (``redis``, ``tablestore``, ``oss``, ``sms``, …). ``happened`` says what is known
    of the call: False = it surely had no effect, None = unknown. ``word`` is the service's own code, for the log.
    """

    def __init__(self, service: str, *, happened: bool | None = False, word: str = "") -> None:
        super().__init__(service, word)
        self.service, self.happened, self.word = service, happened, word


class Changed(Failure):
    """The record is no longer what was read: somebody else was faster. Read again, decide again."""
