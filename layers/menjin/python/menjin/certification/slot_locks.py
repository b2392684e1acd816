"""Pictures of a certification that is under review or has passed stay as they are."""

from __future__ import annotations

from menjin.assets.asset import Slot
from menjin.certification.certifications import Certifications
from menjin.certification.draft import SLOTS, check_open
from menjin.clock import now


class CertificationLocks:
    """Implements ``assets.grant_upload.SlotLocks``."""

    def __init__(self, certifications: Certifications) -> None:
        self._certifications = certifications

    def check_open(self, system: str, account_id: int, slot: Slot) -> None:
        """See the port. UnderReview or AlreadyCertified if a certification shows the slot's picture."""
        for kind, slots in SLOTS.items():
            if slot in slots:
                check_open(self._certifications.find(system, account_id, kind), now())
