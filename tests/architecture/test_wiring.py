"""Every operation names the settings of the parts it asks for, no more and no fewer."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from emulator.shared.local import Local
from emulator.shared.options import Ports
from menjin.configuration import Tenancy
from menjin.gateways.credentials import Credentials
from menjin.parts import Parts
from menjin.settings import load
from tools.functions import operations

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = operations()


class Noting(dict[type, object]):
    """Settings that remember who was asked for."""

    asked: set[type]

    def __getitem__(self, group: type) -> object:
        self.asked.add(group)
        return super().__getitem__(group)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_reads_exactly_the_settings_it_names(name: str) -> None:
    ports = Ports.below(20000)
    declared = yaml.safe_load((ROOT / "template.yml").read_text("utf-8"))["Mappings"]["Settings"]["Values"]
    environment = {**declared, **Local.read(ROOT, ports).environment, "FC_SERVICE_NAME": "menjin"}
    operation = OPERATIONS[name]
    groups = operation.groups
    settings = Noting(zip(groups, load(environment, groups), strict=True))
    settings.asked = {Tenancy}
    operation._build(Parts(Credentials("id", "secret"), settings))
    assert settings.asked == set(groups)
