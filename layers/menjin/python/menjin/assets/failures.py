"""What can go wrong with an upload."""

from __future__ import annotations

from menjin.failures import Failure


class UploadRefused(Failure):
    """The uploaded bytes are no picture that we accept."""
