"""The labelled documents of ``tests/certification``, each on the product's own way to its outcome.

``python -m bench.certify_documents`` (``make bench-certify``) draws them, looks at them as an upload is looked at, has
them read by the local cloud's OCR over the wire, compares them with what was typed, and prints a table of what came of
each category. Both processors work, since reading a picture takes a third of a second. At the end the totals are held
against the goals: exit 1 if one is missed. ``--only WORD`` tries the categories with that word in their name.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.certification.documents import documents
from tests.certification.labels import PASS, Document
from tests.certification.trial import Trial, trial

RIGHT_REASONS, PASSED = 0.99, 0.97
"""Of the refusals, how many name the right reason; of the good documents, how many pass. No wrong one may pass."""
EVERY_S = 5.0
WORKERS = 2

_stack = ExitStack()
_trial: Trial | None = None


@dataclass
class Tally:
    """What came of some documents."""

    count: int = 0
    good: int = 0
    bad: int = 0
    passed: int = 0
    refused: int = 0
    right: int = 0
    """Refusals for the right reason."""
    wrong_passes: int = 0
    good_passed: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, document: Document, outcome: str) -> None:
        """Count one."""
        self.count += 1
        self.good += document.good
        self.outcomes[outcome] += 1
        # Either outcome is right for a card that can hardly be read; if refused, then for the right reason.
        self.bad += PASS not in document.right or not (document.good or outcome == PASS)
        if outcome == PASS:
            self.passed += 1
            self.good_passed += document.good
            self.wrong_passes += PASS not in document.right
            return
        self.refused += 1
        self.right += outcome in document.right

    @property
    def right_share(self) -> float:
        """Of those that ought to be refused, and those that might be and were, how many were for the right reason."""
        return self.right / self.bad if self.bad else 1.0

    @property
    def passed_share(self) -> float:
        """Of the good ones."""
        return self.good_passed / self.good if self.good else 1.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Try, print, and compare with the goals. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="bench.certify_documents", description=__doc__)
    parser.add_argument("--only", default="", help="the categories with this word in their name")
    parser.add_argument("--list", action="store_true", help="name the documents whose outcome is not the right one")
    options = parser.parse_args(arguments)
    chosen = [number for number, one in enumerate(documents()) if options.only in one.category]
    started = time.monotonic()
    tallies, total, misses = _tried(chosen)
    _print_table(tallies, total)
    for miss in misses if options.list else ():
        print(miss)
    print(f"\n{total.count} documents in {time.monotonic() - started:.0f} s")
    return _judged(total)


def _tried(chosen: Sequence[int]) -> tuple[dict[str, Tally], Tally, list[str]]:
    """What came of them by category, in all, and those that went wrong."""
    known = documents()
    tallies: dict[str, Tally] = {known[number].category: Tally() for number in chosen}
    total, misses, told = Tally(), [], time.monotonic()
    for number, outcome in _outcomes(chosen):
        document = known[number]
        tallies[document.category].add(document, outcome)
        total.add(document, outcome)
        if outcome not in document.right:
            misses.append(f"  document {number} ({document.category}): {outcome}, not {' or '.join(document.right)}")
        if time.monotonic() - told > EVERY_S:
            told = time.monotonic()
            print(f"  {total.count} of {len(chosen)} …", file=sys.stderr, flush=True)
    return tallies, total, sorted(misses)


def _outcomes(chosen: Sequence[int]) -> Iterator[tuple[int, str]]:
    # Started anew rather than forked: threads of the engine do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, context.Pool(WORKERS, _start, (folder,)) as pool:
        yield from pool.imap_unordered(_try, chosen)
        pool.close()
        pool.join()


def _start(folder: str) -> None:
    """Give this process a vendor of its own; it ends with the process."""
    global _trial
    own = Path(folder) / str(os.getpid())
    own.mkdir()
    _trial = _stack.enter_context(trial(own))


def _try(number: int) -> tuple[int, str]:
    assert _trial is not None
    return number, _trial.outcome(documents()[number])


def _print_table(tallies: dict[str, Tally], total: Tally) -> None:
    print(f"{'category':<48} {'count':>6} {'passed':>7} {'refused':>8} {'right reason':>13}  outcomes")
    for category, tally in tallies.items():
        print(f"{category:<48} {_figures(tally)}  {_spread(tally)}")
    print(f"{'all':<48} {_figures(total)}")


def _figures(tally: Tally) -> str:
    right = f"{tally.right}/{tally.bad}" if tally.bad else "-"
    return f"{tally.count:>6} {tally.passed:>7} {tally.refused:>8} {right:>13}"


def _spread(tally: Tally) -> str:
    return ", ".join(f"{outcome} {count}" for outcome, count in tally.outcomes.most_common())


def _judged(total: Tally) -> int:
    right = f"{total.right} of {total.bad} = {total.right_share:.1%}, at least {RIGHT_REASONS:.0%}"
    passed = f"{total.good_passed} of {total.good} = {total.passed_share:.1%}, at least {PASSED:.0%}"
    goals = {
        f"wrong passes: {total.wrong_passes} of {total.bad}, at most 0": total.wrong_passes == 0,
        f"refused for the right reason: {right}": total.right_share >= RIGHT_REASONS,
        f"good ones passed: {passed}": total.passed_share >= PASSED,
    }
    for goal, met in goals.items():
        print(f"{'met   ' if met else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
