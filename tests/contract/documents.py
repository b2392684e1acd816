"""The five documents, by their letters."""

from __future__ import annotations

from tests.contract import document_a, document_b, document_c, document_d, document_e

DOCUMENTS = {
    "A": document_a.DOCUMENT,
    "B": document_b.DOCUMENT,
    "C": document_c.DOCUMENT,
    "D": document_d.DOCUMENT,
    "E": document_e.DOCUMENT,
}
