"""Cases of the table of sample events, asked of the running product, and what is kept of the answers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.tables import TABLES
from tests.functions.platform import Ask, HereProduct, Platform, Told, ask_of, over_wsgi
from tests.functions.scenes import Scene
from tests.product import TLS
from tools import events
from tools.cloud.steps import Settings
from tools.cloud.tables import table_steps
from tools.event_cases import Case
from tools.openapi.examples import Record, record_of


@dataclass
class WatchedPlatform(Platform):
    """A platform that knows whether its instances run with the local cloud's own settings."""

    changed: int = 0

    @contextmanager
    def environment(self, **settings: str) -> Iterator[None]:
        """See ``Platform``."""
        self.changed += bool(settings)
        try:
            with super().environment(**settings):
                yield
        finally:
            self.changed -= bool(settings)


def play(here: HereProduct, case: Case, *, over_gateway: bool) -> Record:
    """What the product answers to the case in its circumstances, as it is kept.

    Over the gateway, as a client asks, or by the function itself; always by the function itself where the circumstances
    are other settings than the local cloud's, or another time: its instances would all have to start anew.
    """
    if lists_everybody(case):
        _forget_everybody()
    with Scene(here, case.given, case.system) as scene:
        ask = ask_of(json.loads(scene.fill(json.dumps(events.http_event(case)))))
        assert isinstance(here.platform, WatchedPlatform)
        usual = not here.platform.changed and not here.cloud.clock.moved
        told = _sent(here, ask) if over_gateway and usual else over_wsgi(here.platform.handlers[case.operation], ask)
        return kept(told, scene)


def lists_everybody(case: Case) -> bool:
    """Whether the answer depends on who else is there, so that it is the same in an empty cloud alone."""
    return case.outcome == "ok" and "pageSize" in case.target and "${admin_token}" in str(case.headers)


def _forget_everybody() -> None:
    """Empty tables. The cloud as a whole stays as it is: a reset would end the instances of all functions."""
    settings = Settings.read(os.environ)
    where = os.environ["TABLESTORE_ENDPOINT"], os.environ["TABLESTORE_INSTANCE"]
    client = Tablestore(*where, ACCESS_KEY_ID, ACCESS_KEY_SECRET).client
    for table in TABLES:
        client.delete_table(table.name)
    for step in table_steps(settings):
        assert step.apply
        step.apply()


def kept(told: Told, scene: Scene) -> Record:
    """What is kept of the answer: names stand for what was made for the scene."""
    made = {name: value for name, value in scene._made.items() if isinstance(value, (str, int))}
    return record_of(told.status, dict(told.headers), told.body, made)


def _sent(here: HereProduct, ask: Ask) -> Told:
    headers = {name: value for name, value in ask.headers if name.lower() != "host"}
    url = here.gateway + ask.target
    answer = httpx.request(ask.method, url, headers=headers, content=ask.body, timeout=60, verify=TLS)
    return Told(answer.status_code, tuple(answer.headers.multi_items()), answer.content)
