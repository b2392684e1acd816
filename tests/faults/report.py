"""The ledger of a play, as it is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.faults.books import Books
from tests.faults.watch import Watch


def report(books: Books, watch: Watch, met: Counter[tuple[str, str, str]]) -> Iterator[str]:
    """All of it, line by line. ``met``: the faults by service, operation and kind."""
    yield from _faults(met)
    count = len(watch.submissions)
    yield ""
    yield f"Submissions {count}: decided once and as expected {books.decided}"
    yield f"  lives {books.lives}: {books.lives - count} begun anew after a lost answer"
    yield f"  given back {len(watch.asides)}: {watch.outages} of them after outages alone, in the same life"
    yield ""
    yield from _money(books)
    yield ""
    yield from _notices(books)
    yield from _runs(books)
    yield ""
    yield from (f"WRONG  {complaint}" for complaint in books.complaints)
    yield "The ledger balances." if not books.complaints else f"{len(books.complaints)} things are wrong."


def _faults(met: Counter[tuple[str, str, str]]) -> Iterator[str]:
    kinds = sorted({kind for _, _, kind in met})
    yield f"{'Faults met':38}" + "".join(f"{kind:>10}" for kind in kinds)
    for service, operation in sorted({place[:2] for place in met}):
        counts = "".join(f"{met[service, operation, kind] or '·':>10}" for kind in kinds)
        yield f"  {service} {operation}".ljust(38) + counts
    totals = "".join(f"{sum(count for place, count in met.items() if place[2] == kind):10}" for kind in kinds)
    yield f"  {met.total()} in all".ljust(38) + totals


def _money(books: Books) -> Iterator[str]:
    yield f"{'Paid questions':28}{'price':>8}{'answered':>10}{'lost, billed':>14}{'lost, free':>12}{'billed yuan':>13}"
    for name, one in sorted(books.questions.items()):
        yuan = one.price * (one.answered + one.lost_billed) / 1000
        counts = f"{one.price / 1000:8.2f}{one.answered:10}{one.lost_billed:14}{one.lost_free:12}{yuan:13.2f}"
        yield f"  {name:26}" + counts
    reckoned, billed, free = (amount / 1000 for amount in (books.reckoned, books.billed, books.lost_free))
    yield f"  reckoned {reckoned:.2f} = billed {billed:.2f} + lost, and not billed after all, {free:.2f}"
    yield f"  reserved in the purses {books.reserved / 1000:.2f}: what Redis was not heard to give back stays reserved"


def _notices(books: Books) -> Iterator[str]:
    told = books.told
    yield f"Notices {told['notices']}: platform messages {told['message']}"
    yield f"  SMS {told['sms']}, given up after five outages {told['sms given up']}"
    yield f"  mails {told['mail']}, in doubt and so not repeated, or given up {told['mail in doubt']}"


def _runs(books: Books) -> Iterator[str]:
    figures = books.run_figures
    yield (
        f"Runs {books.runs}: seen {figures['seen']} = passed {figures['passed']} + refused {figures['refused']}"
        f" + put aside {figures['put_aside']} + waiting {figures['waiting']}"
    )
    yield f"  spent {figures['spent'] / 1000:.2f}"
