"""Thirty days of the product in a few seconds: its functions in real processes, everybody's clock moved day by day.

People register and submit, the timers certify them and tell them, documents come to their end, pictures are deleted.
What is seen is what people, operators and the vendor's bill see: pages' answers, outbox, objects, calls, cost.
"""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from emulator.cloud import Cloud, running
from emulator.shared.options import Options, Ports
from tests.product import PASSWORD, Person, Product, new_person
from tests.small_cloud import ROOT, furnished

DAYS = 30
ENDS_AFTER_DAYS = 20
"""When the document of the one whose document ends does so."""
_CHINA = timezone(timedelta(hours=8))
_LINKED = ("template.yml", "functions", "layers", "build")
_DAY_S = 24 * 3600.0
_SYSTEM = "platform"


@dataclass
class Story:
    """What happened, for whoever asks afterwards."""

    cloud: Cloud
    product: Product
    began: float = field(default_factory=time.time)
    people: dict[str, Person] = field(default_factory=dict)
    cards: dict[str, dict[str, str]] = field(default_factory=dict)
    diary: list[str] = field(default_factory=list)
    wall_s: float = 0

    @property
    def day(self) -> int:
        """Whole days since the beginning, by everybody's clock."""
        return round((time.time() - self.began) / _DAY_S)

    def note(self, text: str) -> None:
        """A line of the diary."""
        self.diary.append(f"day {self.day:2d}  {text}")

    def register(self, who: str) -> None:
        """Somebody registers."""
        self.people[who] = self.product.register(system=_SYSTEM)
        self.note(f"{who} registers")

    def submit(self, who: str, *, ends_after_days: int = 8 * 365, name_typed: str | None = None) -> None:
        """Somebody hands in a card whose pictures OCR has been taught."""
        person, card = self.people[who], new_person()
        self.cards[who] = card
        ends = datetime.fromtimestamp(self.began, _CHINA) + timedelta(days=ends_after_days)
        ends = ends.replace(day=min(ends.day, 28))  # ten years earlier there is such a day too
        self.product.console.post("/api/registry", json={"persons": [card]})
        self._teach(who, card, ends)
        for slot, side in (("identity1", "front"), ("identity2", "back")):
            answer = person.upload(slot, _picture(who, side), "image/png")
            assert answer.status_code == 200, answer.text
        answer = person.post("identify/submit", type="person", name=name_typed or card["name"], idNumber=card["number"])
        assert answer.status_code == 200, answer.text
        self.note(f"{who} submits a card that ends on {ends:%Y-%m-%d}")

    def certify(self) -> None:
        """An operator fires the run instead of waiting for Monday."""
        self.product.fire("certify_run")
        self.note("certify_run is fired by hand")

    def sign_in(self, who: str) -> Person:
        """Weeks later, sessions have ended."""
        person = self.people[who]
        answer = person.post("login/jwt", account=person.phone, password=PASSWORD)
        assert answer.status_code == 200, answer.text
        return person

    def pass_days(self, days: int) -> None:
        """The clock goes on, a day at a time; after each, whatever the timers started has ended."""
        for _ in range(days):
            self.product.advance(_DAY_S)
            self.product.settle()

    def titles(self, who: str) -> list[str]:
        """What the platform told somebody, oldest first."""
        return [message["title"] for message in reversed(self.people[who].messages())]

    def texts(self, who: str) -> list[str]:
        """The SMS that somebody got, without codes, oldest first."""
        rows = self.product.outbox(self.people[who].phone)
        return [row["text"] for row in rows if "code" not in row["params"]]

    def pictures(self, who: str) -> list[str]:
        """Names of the objects that show somebody's documents."""
        return [key for key in self._keys() if f"/{self.people[who].id}/" in key]

    def runs(self) -> list[dict[str, Any]]:
        """The invocations that timers started, oldest first."""
        return [one for one in reversed(self.cloud.functions.invocations()) if one["trigger"] == "timer"]

    def _keys(self) -> list[str]:
        return [one["key"] for one in self.cloud.oss.list_objects("menjin", limit=1000)["objects"]]

    def _teach(self, who: str, card: dict[str, str], ends: datetime) -> None:
        shown = {"front": {"face": {"data": _front(card)}}, "back": {"back": {"data": _back(ends)}}}
        pictures = [
            {"sha256": hashlib.sha256(_picture(who, side)).hexdigest(), "operation": "RecognizeIdcard", "data": data}
            for side, data in shown.items()
        ]
        answer = self.product.console.post("/api/ocr", json={"pictures": pictures})
        assert answer.status_code == 200, answer.text


@contextmanager
def told(folder: Path) -> Iterator[Story]:
    """The story, told to its end; the cloud is there for as long as the block lasts."""
    with _stage(folder) as cloud:
        product = Product(cloud)
        story = Story(cloud, product)
        began = time.monotonic()
        _play(story)
        story.wall_s = time.monotonic() - began
        try:
            yield story
        finally:
            for person in story.people.values():
                person.browser.close()
            product.close()


def _play(story: Story) -> None:
    for who in ("Anna", "Ben"):
        story.register(who)
    story.submit("Anna")
    story.submit("Ben", ends_after_days=ENDS_AFTER_DAYS)
    story.certify()
    story.pass_days(1)
    story.register("Cao")
    story.submit("Cao", name_typed="李四")
    story.pass_days(6)
    story.note("a week has gone, with two runs of its own")
    story.pass_days(DAYS + 1 - story.day)
    story.note("the month is over")
    for who in story.people:
        story.sign_in(who)


@contextmanager
def _stage(folder: Path) -> Iterator[Cloud]:
    """The deployment of the repository, without pauses between items."""
    root = folder / "root"
    root.mkdir()
    for name in _LINKED:
        (root / name).symlink_to(ROOT / name)
    local = yaml.safe_load((ROOT / "local.yml").read_text("utf-8"))
    local["environment"]["CERTIFY_ITEMS_PER_SECOND"] = "40"
    kept = {name: local[name] for name in ("environment", "layers", "messages")}
    (root / "local.yml").write_text(yaml.safe_dump(kept, allow_unicode=True), "utf-8")
    with running(Options(root, folder / "data", Ports.below(0), prepare=False)) as cloud:
        furnished(cloud)
        yield cloud


def _picture(who: str, side: str) -> bytes:
    """A picture that no other person or side has; what is to be read in it, OCR is taught."""
    shade = hashlib.sha256(f"{who} {side}".encode()).digest()
    out = io.BytesIO()
    Image.new("RGB", (856, 540), (shade[0], shade[1], shade[2])).save(out, "PNG")
    return out.getvalue()


def _front(card: dict[str, str]) -> dict[str, str]:
    number = card["number"]
    return {
        "name": card["name"],
        "idNumber": number,
        "birthDate": f"{number[6:10]}年{number[10:12]}月{number[12:14]}日",
        "address": "北京市东城区样例路 1 号",
    }


def _back(ends: datetime) -> dict[str, str]:
    return {
        "issueAuthority": "北京市公安局东城分局",
        "validPeriod": f"{ends.year - 10}.{ends:%m.%d}-{ends:%Y.%m.%d}",
    }
