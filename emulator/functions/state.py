"""What is deployed. What came through the API is kept on disk; what came from ``template.yml`` is read from there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from emulator.functions import documents
from emulator.functions.errors import FcError
from emulator.functions.model import Domain, Function, Key, Service

Value = TypeVar("Value")
_TABLE = "CREATE TABLE IF NOT EXISTS deployed (kind TEXT, name TEXT, document TEXT, PRIMARY KEY (kind, name))"


class Shelf(Generic[Value]):
    """One kind of object, by name; kept ones survive a restart."""

    def __init__(
        self, db: sqlite3.Connection, kind: str, write: Callable[[Value], Any], read: Callable[[Any], Value]
    ) -> None:
        self._db, self._kind, self._write = db, kind, write
        rows = db.execute("SELECT name, document FROM deployed WHERE kind = ?", (kind,))
        self.items: dict[str, Value] = {name: read(json.loads(document)) for name, document in rows}

    def put(self, name: str, value: Value, *, keep: bool) -> None:
        """Add or replace; ``keep`` writes it to disk before it counts."""
        if keep:
            row = (self._kind, name, json.dumps(self._write(value)))
            self._db.execute("INSERT OR REPLACE INTO deployed VALUES (?, ?, ?)", row)
        self.items[name] = value

    def drop(self, name: str) -> None:
        """Remove, from disk too."""
        self._db.execute("DELETE FROM deployed WHERE kind = ? AND name = ?", (self._kind, name))
        self.items.pop(name, None)


class State:
    """Services, functions with their triggers, custom domains."""

    def __init__(self, db: sqlite3.Connection) -> None:
        db.execute(_TABLE)
        self._services = Shelf(db, "service", documents.service, documents.read_service)
        self._functions = Shelf(db, "function", documents.stored_function, documents.restored_function)
        self._domains = Shelf(db, "domain", documents.domain, documents.read_domain)

    @property
    def services(self) -> dict[str, Service]:
        """By name."""
        return self._services.items

    @property
    def functions(self) -> dict[Key, Function]:
        """By service and name."""
        return {function.key: function for function in self._functions.items.values()}

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
        found = self._functions.items.get("/".join(key))
        if found is None:
            self.service(key[0])
            raise FcError("FunctionNotFound", f"function '{key[1]}' does not exist in service '{key[0]}'")
        return found

    def domain(self, name: str) -> Domain:
        """``FcError`` DomainNameNotFound."""
        if name not in self.domains:
            raise FcError("DomainNameNotFound", f"domain name '{name}' does not exist")
        return self.domains[name]

    def put_service(self, service: Service, *, keep: bool = True) -> None:
        """Add or replace a service."""
        self._services.put(service.name, service, keep=keep)

    def put_function(self, function: Function, *, keep: bool = True) -> None:
        """Add or replace a function."""
        self._functions.put("/".join(function.key), function, keep=keep)

    def put_domain(self, domain: Domain, *, keep: bool = True) -> None:
        """Add or replace a domain."""
        self._domains.put(domain.name, domain, keep=keep)

    def drop_service(self, name: str) -> None:
        """Remove a service."""
        self._services.drop(name)

    def drop_function(self, key: Key) -> None:
        """Remove a function with its triggers."""
        self._functions.drop("/".join(key))

    def drop_domain(self, name: str) -> None:
        """Remove a domain."""
        self._domains.drop(name)
