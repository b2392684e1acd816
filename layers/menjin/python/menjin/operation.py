"""What stands behind one function: its settings, and its objects while the instance is warm."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from menjin.configuration import Tenancy
from menjin.gateways.credentials import Credentials
from menjin.parts import Parts
from menjin.settings import load

Services = TypeVar("Services")


class Operation(Generic[Services]):
    """What one function stands on."""

    def __init__(self, build: Callable[[Parts], Services], groups: tuple[type[Any], ...]) -> None:
        self.groups: tuple[type[Any], ...] = (Tenancy, *groups)
        self._build = build
        self._settings: dict[type[Any], Any] = {}
        self._built: tuple[Credentials | None, Services] | None = None
        self.__doc__ = build.__doc__

    def tenancy(self) -> Tenancy:
        """The systems this deployment serves. ``Misconfigured`` names everything that any group misses."""
        found: Tenancy = self._read()[Tenancy]
        return found

    def services(self, context: Any) -> Services:
        """The operation's objects; built anew only when the platform hands out another access key."""
        credentials = Credentials.present(context, os.environ)
        if self._built is None or self._built[0] != credentials:
            # Where no cloud service is called none may be given; a call without them fails clearly.
            parts = Parts(credentials or Credentials("", ""), self._read())
            self._built = (credentials, self._build(parts))
        return self._built[1]

    def _read(self) -> dict[type[Any], Any]:
        if not self._settings:
            self._settings = dict(zip(self.groups, load(os.environ, self.groups), strict=True))
        return self._settings


def operation(*groups: type[Any]) -> Callable[[Callable[[Parts], Services]], Operation[Services]]:
    """Make an Operation of its builder, which may ask for the parts that these settings are for."""

    def make(build: Callable[[Parts], Services]) -> Operation[Services]:
        return Operation(build, groups)

    return make
