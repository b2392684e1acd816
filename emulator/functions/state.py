"""What is deployed. What came through the API is kept on disk; what came from ``template.yml`` is read from there."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from emulator.functions import documents
from emulator.functions.errors import FcError
from emulator.functions.model import LATEST, Alias, AsyncConfig, Domain, Function, Generation, Key, Service, Version
from emulator.functions.shelf import TABLE, Shelf

_CHANGEABLE = ("", LATEST)


def _quiet() -> None:
    """Tell nobody of a change."""


class State:
    """Services with their versions and aliases, functions with their triggers, custom domains."""

    def __init__(
        self,
        db: sqlite3.Connection,
        home: Path = Path(),
        generation: Generation = "2.0",
        changed: Callable[[], None] = _quiet,
    ) -> None:
        """``home`` takes uploads; ``changed`` is called after every change."""
        db.execute(TABLE)
        self.generation = generation
        """In which way functions are called in this run."""
        self._changed = changed
        self._services = Shelf(db, "service", documents.stored_service, documents.restored_service)
        self._functions = Shelf(
            db,
            "function",
            lambda function: documents.stored_function(function, home),
            lambda stored: documents.restored_function(stored, home, generation),
        )
        self._domains = Shelf(db, "domain", documents.stored_domain, documents.read_domain)
        self._versions = Shelf(db, "version", documents.stored_version, documents.restored_version)
        self._aliases = Shelf(db, "alias", documents.stored_alias, documents.restored_alias)
        self._configs = Shelf(db, "async", documents.async_config, documents.read_async_config)
        self.provisions: Shelf[int] = Shelf(db, "provision", int, int)
        """How many instances are wanted ready, by ``service/function/qualifier``."""
        self.limits: Shelf[int] = Shelf(db, "limit", int, int)
        """How many instances there may be, named likewise."""
        self._counters: Shelf[int] = Shelf(db, "counter", int, int)

    def reload(self) -> None:
        """Put what is on disk in place of what is known; what a template declares has to be declared again."""
        shelves: Iterable[Shelf[Any]] = (
            *(self._services, self._functions, self._domains, self._versions),
            *(self._aliases, self._configs, self.provisions, self.limits, self._counters),
        )
        for shelf in shelves:
            shelf.reload()
        self._changed()

    @property
    def services(self) -> dict[str, Service]:
        """By name."""
        return self._services.items

    @property
    def functions(self) -> dict[Key, Function]:
        """Those that can be changed, by service and name."""
        return {one.key: one for one in self._functions.items.values() if not one.version}

    @property
    def runnable(self) -> dict[Key, Function]:
        """Those of published versions as well."""
        return {one.key: one for one in self._functions.items.values()}

    def find(self, key: Key) -> Function | None:
        """One of them, or None."""
        return self._functions.items.get("/".join(key))

    @property
    def domains(self) -> dict[str, Domain]:
        """By domain name."""
        return self._domains.items

    def service(self, name: str) -> Service:
        """``FcError`` ServiceNotFound."""
        if name not in self.services:
            raise FcError("ServiceNotFound", f"service '{name}' does not exist")
        return self.services[name]

    def function(self, key: Key) -> Function:
        """``FcError`` ServiceNotFound or FunctionNotFound."""
        found = self.find(key)
        if found is None:
            self.service(key[0].partition(".")[0])
            raise FcError("FunctionNotFound", f"function '{key[1]}' does not exist in service '{key[0]}'")
        return found

    def called(self, service: str, name: str, qualifier: str) -> Function:
        """The function that a call goes to, for an alias with weights another one now and then.

        ``FcError`` if something of it does not exist.
        """
        return self.function((self.qualify(service, qualifier, draw=True), name))

    def target(self, key: Key, qualifier: str) -> Key:
        """The same for triggers and destinations: what does not exist is found out when it is called."""
        try:
            return self.qualify(key[0], qualifier, draw=True), key[1]
        except FcError:
            return f"{key[0]}.{qualifier}", key[1]

    def qualify(self, service: str, qualifier: str, *, draw: bool = False) -> str:
        """The first part of the keys of a version's functions; ``draw`` has the weights of an alias decide."""
        self.service(service)
        if qualifier in _CHANGEABLE:
            return service
        number = qualifier if qualifier.isdigit() else _meant(self.alias(service, qualifier), draw=draw)
        self.version(service, number)
        return f"{service}.{number}"

    def domain(self, name: str) -> Domain:
        """``FcError`` DomainNameNotFound."""
        if name not in self.domains:
            raise FcError("DomainNameNotFound", f"domain name '{name}' does not exist")
        return self.domains[name]

    def versions(self, service: str) -> list[Version]:
        """The published ones that are still there, oldest first."""
        found = [one for one in self._versions.items.values() if one.service.name == service]
        return sorted(found, key=lambda one: int(one.number))

    def version(self, service: str, number: str) -> Version:
        """``FcError`` VersionNotFound."""
        found = self._versions.items.get(f"{service}/{number}")
        if found is None:
            raise FcError("VersionNotFound", f"version '{number}' of service '{service}' does not exist")
        return found

    def aliases(self, service: str) -> list[Alias]:
        """In no order."""
        return [one for one in self._aliases.items.values() if one.service == service]

    def alias(self, service: str, name: str) -> Alias:
        """``FcError`` AliasNotFound."""
        found = self._aliases.items.get(f"{service}/{name}")
        if found is None:
            raise FcError("AliasNotFound", f"alias '{name}' of service '{service}' does not exist")
        return found

    def asynchronous(self, key: Key, qualifier: str) -> AsyncConfig | None:
        """How asynchronous calls under a qualifier are treated; None where nobody said."""
        service, name = key[0].partition(".")[0], key[1]
        if qualifier in _CHANGEABLE:
            function = self.find((service, name))
            return function.asynchronous if function else None
        return self._configs.items.get(f"{service}/{name}/{qualifier}")

    def configs(self, key: Key) -> dict[str, AsyncConfig]:
        """All that is said of a function, by qualifier."""
        start = "/".join(key) + "/"
        found = {name[len(start) :]: one for name, one in self._configs.items.items() if name.startswith(start)}
        latest = self.asynchronous(key, LATEST)
        return {LATEST: latest, **found} if latest else found

    def limit(self, key: Key) -> int | None:
        """How many instances a function may have: the least that was said under a qualifier that stands for it."""
        service, name = key[0].partition(".")[0], key[1]
        start = f"{service}/{name}/"
        said = [
            highest
            for named, highest in self.limits.items.items()
            if named.startswith(start) and self._stands_for(service, named[len(start) :]) == key[0]
        ]
        return min(said, default=None)

    def _stands_for(self, service: str, qualifier: str) -> str | None:
        try:
            return self.qualify(service, qualifier)
        except FcError:
            return None

    def put_service(self, service: Service, *, keep: bool = True) -> None:
        """Add or replace a service."""
        self._services.put(service.name, service, keep=keep)
        self._changed()

    def put_function(self, function: Function, *, keep: bool = True) -> None:
        """Add or replace a function."""
        self._functions.put("/".join(function.key), function, keep=keep)
        self._changed()

    def put_domain(self, domain: Domain, *, keep: bool = True) -> None:
        """Add or replace a domain."""
        self._domains.put(domain.name, domain, keep=keep)
        self._changed()

    def put_version(self, version: Version, functions: Iterable[Function]) -> None:
        """Add a version with its functions."""
        for function in functions:
            self.put_function(function)
        self._versions.put(f"{version.service.name}/{version.number}", version)

    def put_alias(self, alias: Alias) -> None:
        """Add or replace an alias."""
        self._aliases.put(f"{alias.service}/{alias.name}", alias)

    def put_config(self, key: Key, qualifier: str, config: AsyncConfig) -> None:
        """Say how asynchronous calls under a version or alias are treated."""
        self._configs.put("/".join((*key, qualifier)), config)

    def drop_service(self, name: str) -> None:
        """Remove a service."""
        self._services.drop(name)
        self._counters.drop(f"version {name}")
        self._forget_configs(name, "")
        self._changed()

    def drop_function(self, key: Key) -> None:
        """Remove a function with its triggers."""
        self._functions.drop("/".join(key))
        self._changed()

    def drop_domain(self, name: str) -> None:
        """Remove a domain."""
        self._domains.drop(name)
        self._changed()

    def drop_version(self, version: Version) -> list[Key]:
        """Remove a version; answers what its functions were known by."""
        service = version.service.name
        keys = [key for key in self.runnable if key[0] == f"{service}.{version.number}"]
        for key in keys:
            self.drop_function(key)
        self._versions.drop(f"{service}/{version.number}")
        self._forget_configs(service, version.number)
        return keys

    def drop_alias(self, alias: Alias) -> None:
        """Remove an alias."""
        self._aliases.drop(f"{alias.service}/{alias.name}")
        self._forget_configs(alias.service, alias.name)

    def drop_config(self, key: Key, qualifier: str) -> None:
        """Say nothing any more of asynchronous calls under a version or alias."""
        self._configs.drop("/".join((*key, qualifier)))

    def _forget_configs(self, service: str, qualifier: str) -> None:
        """All that hangs on qualifiers of a service, or on one of them."""
        shelves: tuple[Shelf[Any], ...] = (self._configs, self.provisions, self.limits)
        for shelf in shelves:
            for name in list(shelf.items):
                if name.startswith(f"{service}/") and name.endswith(f"/{qualifier}" if qualifier else ""):
                    shelf.drop(name)

    def count(self, name: str, at_least: int = 1) -> int:
        """The next number of a row in which none comes twice, ``at_least`` this."""
        number = max(self._counters.items.get(name, 0) + 1, at_least)
        self._counters.put(name, number)
        return number


def _meant(alias: Alias, *, draw: bool) -> str:
    """The version that an alias stands for, or that the next call under it goes to."""
    drawn = random.random() if draw else 1.0
    return next((number for number, weight in alias.weights.items() if drawn < weight), alias.version)
