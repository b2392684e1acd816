"""How far one submission has come: what was asked, read, paid and told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from menjin.certification.readings import Reading


class Check(str, Enum):
    """A question that is paid: asked at most once a submission."""

    FRONT = "front"
    BACK = "back"
    LICENCE = "licence"
    REGISTER = "register"
    """Whether name and number, or company, code and legal person, belong together."""


class Aside(str, Enum):
    """Why an item was put aside for a person to look at."""

    OUTAGES = "outages"
    """Too many tries met an outage."""
    ANSWER_LOST = "answer_lost"
    """A paid question was asked and its answer is lost: it is not asked again for this submission."""


@dataclass(frozen=True)
class Delivery:
    """How far one notice has come on one channel. Instants in milliseconds; None = not yet."""

    asked_at: int | None = None
    """Noted before the sender is called."""
    done_at: int | None = None
    """It is out, or there is no more to be done."""
    failures: int = 0

    @property
    def open(self) -> bool:
        """Whether something is left to do."""
        return self.done_at is None


@dataclass(frozen=True)
class Notice:
    """Something to tell, and how far each channel has come with it."""

    word: str
    """A status, or ``warning``."""
    at: int
    """Since when there is this to tell."""
    message: Delivery = Delivery()
    sms: Delivery = Delivery()
    mail: Delivery = Delivery()
    retry_at: int = 0
    """Not before: a channel failed."""

    @property
    def open(self) -> bool:
        """Whether a channel has something left to do."""
        return self.message.open or self.sms.open or self.mail.open


@dataclass(frozen=True)
class Progress:
    """How far one submission has come. Each step is stored before the next begins, so a crash repeats none.

    Instants in milliseconds; None = not yet.
    """

    attempts: int = 0
    lease: str | None = None
    """The run whose worker has it until ``leased_until``."""
    leased_until: int | None = None
    retry_at: int | None = None
    """Not before: the last try met an outage."""
    run: str | None = None
    """The run in whose figures it counts: the first that handed it out."""
    asked: Check | None = None
    """The paid question that is out. Whoever finds it without being the one who asked has lost its answer."""
    readings: Mapping[Check, Reading] = field(default_factory=dict, repr=False)
    spent: int = 0
    """What this submission has cost, since it was last given back, in thousandths of a yuan."""
    put_aside: Aside | None = None
    put_aside_at: int | None = None
    company: str | None = None
    """The enterprise code of the company that was founded when this passed."""
    lapsed: bool = False
    """It had passed once, that has ended, and this submission has not passed yet."""
    notice: Notice | None = None
    """The latest thing to tell."""
    warned_at: int | None = None
    pictures_deleted_at: int | None = None
