"""Compare what was typed with both sides of an identity card."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from menjin.certification.certification import Certification, Reason
from menjin.certification.check import FOREVER, Verdict
from menjin.certification.places import province_of
from menjin.certification.readings import BackReading, CardReading, FrontReading
from menjin.certification.validity import day_of, judge_end
from menjin.clock import CHINA
from menjin.values.id_number import IdNumber
from menjin.values.person_name import PersonName
from menjin.values.text import normalised

_SHAPE = re.compile(r"\d{17}[\dXx]", re.ASCII)
_CHILD, _ADULT = (5,), (10, 20, FOREVER)
"""For how many years cards are issued to people under and from sixteen."""
_OF_AGE = 16
_HANDED_OUT = timedelta(days=90)
"""The longest time from the application, at which the age counts, to the date of issue."""
_PERMIT = ("81", "82", "83")
"""Area codes of residents from Hong Kong, Macao and Taiwan, whose permits are all issued for five years."""
_LEAP_DAY = {(2, 28), (2, 29), (3, 1)}
_ELSEWHERE = re.compile("农场|林场|油田|矿|铁路|兵团|农垦|垦区|森工|监狱")
"""Settlements that lie in one province and are policed by another."""


@dataclass(frozen=True)
class _Card:
    """Everything that had to be read, parsed."""

    name: PersonName
    number: str = field(repr=False)
    born: date = field(repr=False)
    address: str = field(repr=False)
    authority: str = field(repr=False)
    since: date
    until: date | None
    """None for a card without end."""

    @property
    def years(self) -> int | str | None:
        """For how long it was issued; None for a time that no card is issued for."""
        if self.until is None:
            return FOREVER
        days = {(self.since.month, self.since.day), (self.until.month, self.until.day)}
        years = self.until.year - self.since.year
        return years if years in (*_CHILD, *_ADULT) and (len(days) == 1 or days <= _LEAP_DAY) else None


def compare_card(certification: Certification, front: CardReading, back: CardReading, now: int) -> Verdict:
    """Whether ``front`` and ``back``, the pictures uploaded as such, show the card that was typed, valid today.

    The first of these that holds is the reason, so that a person mends the coarsest fault first:

    1. the sides are swapped, or one of them is there twice;
    2. something is missing or cannot be what a card says: a number of another length, a day that does not exist, dates
       that no card bears (issued tomorrow, or for seven years);
    3. the number contradicts itself (check digit, birth date, area) or the birth date beside it;
    4. number, then name, are not what was typed; 5. the card has expired;
    6. the sides cannot be of one card (``_apart``).
    """
    sides = _sides(front, back)
    if isinstance(sides, Reason):
        return Verdict(sides)
    card = _parsed(*sides)
    if card is None or card.years is None or card.since > _day(now):
        return Verdict(Reason.PICTURE_UNREADABLE)
    reason = _differs(certification, card)
    if reason is not None:
        return Verdict(reason)
    verdict = judge_end(sides[1].valid_until, now)
    if verdict.reason is None and (_apart(card) or _two_cards(front, back)):
        return Verdict(Reason.SIDES_DIFFER)
    return verdict


def _sides(front: CardReading, back: CardReading) -> tuple[FrontReading, BackReading] | Reason:
    if front.front is not None and back.back is not None:
        return front.front, back.back
    swapped = front.front is None and back.back is None
    return Reason.SIDES_SWAPPED if swapped else Reason.SAME_SIDE_TWICE


def _parsed(front: FrontReading, back: BackReading) -> _Card | None:
    """None if something is missing or cannot be what a card says."""
    number = re.sub(r"\s", "", normalised(front.number)).upper()
    born, since, until = (day_of(text) for text in (front.birth_date, back.valid_from, back.valid_until))
    try:
        name = PersonName(front.name)
    except ValueError:
        return None
    if not _SHAPE.fullmatch(number) or born is None or since is None:
        return None
    if until is None and back.valid_until != FOREVER:
        return None
    return _Card(name, number, born, front.address, back.authority, since, until)


def _differs(certification: Certification, card: _Card) -> Reason | None:
    number = _number(card.number)
    if number is None or card.number[6:14] != f"{card.born:%Y%m%d}":
        return Reason.NUMBER_INVALID
    if number != certification.number:
        return Reason.NUMBER_DIFFERS
    return None if card.name == certification.name else Reason.NAME_DIFFERS


def _apart(card: _Card) -> bool:
    """Whether back and front contradict each other beyond doubt.

    The law on resident identity cards (居民身份证法), article 5: a card is valid for 5 years under sixteen; for 10 from
    sixteen on, for 20 from twenty-six on, for good from forty-six on. Article 12: it is handed out at most 90 days
    after the application. Only the line at sixteen is drawn here: a wrong refusal would be final, and whether name and
    number belong together does not rest on the back. No card is older than its bearer.

    The authority is that of the place where the bearer was registered when the card was issued, as the address is
    (article 3); so they name the same province if both name one. The number's area is no sign: it stays when people
    move. Farms, mines and the like that one province runs in another are left alone.
    """
    if card.since < card.born:
        return True
    if card.number[:2] not in _PERMIT and card.years not in _terms(card):
        return True
    if _ELSEWHERE.search(card.address + card.authority):
        return False
    home, issuer = province_of(card.address), province_of(card.authority)
    return home is not None and issuer is not None and home != issuer


def _terms(card: _Card) -> tuple[int | str, ...]:
    """For how long a card may be valid that was issued to this person then."""
    youngest, oldest = _age(card.born, card.since - _HANDED_OUT), _age(card.born, card.since)
    return (*(_CHILD if youngest < _OF_AGE else ()), *(_ADULT if oldest >= _OF_AGE else ()))


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _two_cards(front: CardReading, back: CardReading) -> bool:
    """Whether a side that is in both pictures is, as far as it was read there, another one in each."""
    numbers = {_number(side.number) for side in (front.front, back.front) if side is not None}
    ends = {side.valid_until for side in (front.back, back.back) if side is not None}
    return len(numbers - {None}) > 1 or len(ends - {""}) > 1


def _number(text: str) -> IdNumber | None:
    try:
        return IdNumber(text)
    except ValueError:
        return None


def _day(instant: int) -> date:
    return datetime.fromtimestamp(instant / 1000, CHINA).date()
