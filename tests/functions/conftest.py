"""What the tests of this folder share."""

from tests.functions.fixtures import _here, here, platform

__all__ = ["_here", "here", "platform"]
