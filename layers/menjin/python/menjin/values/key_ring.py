"""Keys with ids, so that they can be changed without breaking what older ones made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class KeyRing:
    """Keys by id, newest first: the first one is used for new things, all of them for old ones."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str:
        """The id of the key in use."""
        return next(iter(self.keys))
