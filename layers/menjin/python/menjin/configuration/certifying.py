"""What certifying may cost, and how fast it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from menjin.settings import group, positive, setting, yuan

if TYPE_CHECKING:
    from menjin.certification.spending import Prices


@group
class CertifyingSettings:
    """Budget, prices and pace of certifications. Money is kept in thousandths of a yuan."""

    budget: int = setting(
        "CERTIFY_BUDGET_YUAN_PER_DAY",
        "what one system's paid questions may cost a day in China, in yuan; 0: nothing is asked",
        yuan,
        "1000",
    )
    picture: int = setting(
        "PRICE_OCR_YUAN",
        "what OCR of one picture costs, in yuan; prices stand in the vendor's console alone, so enter your contract's",
        yuan,
        "0.1",
    )
    person: int = setting(
        "PRICE_IDENTITY_YUAN", "what the check of one name and number costs, in yuan; enter your contract's", yuan, "1"
    )
    company: int = setting(
        "PRICE_COMPANY_YUAN", "what the check of one company costs, in yuan; enter your contract's", yuan, "1.5"
    )
    ocr_per_second: int = setting(
        "OCR_PER_SECOND", "pictures read a second, by all instances; the vendor's limit is 10", positive, "8"
    )
    identity_per_second: int = setting(
        "IDENTITY_PER_SECOND", "identities checked a second, by all instances; the vendor's limit is 50", positive, "40"
    )
    items_per_second: int = setting(
        "CERTIFY_ITEMS_PER_SECOND",
        "certifications that runs hand out a second; a person takes two readings",
        positive,
        "4",
    )

    care_per_second: int = setting(
        "CERTIFY_CARE_PER_SECOND",
        "what sweeps hand out a second: notices, ends of validity, old pictures",
        positive,
        "20",
    )

    def prices(self) -> Prices:
        """What one question costs."""
        from menjin.certification.spending import Prices

        return Prices(self.picture, self.person, self.company)

    def per_second(self) -> Mapping[str, int]:
        """Service → turns a second."""
        return {
            "ocr": self.ocr_per_second,
            "identity": self.identity_per_second,
            "items": self.items_per_second,
            "care": self.care_per_second,
        }
