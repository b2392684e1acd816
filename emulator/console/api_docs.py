"""The files of the page that shows the product's OpenAPI document: the document, and Swagger UI.

Swagger UI comes with the package ``drf-spectacular-sidecar``, which is looked up and never imported: it is made for a
web framework that is not used here.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from emulator.console.errors import RefusedError

PAGE = "/api-docs"
DOCUMENT = Path("docs/openapi.json")
_PACKAGE, _FOLDER = "drf_spectacular_sidecar", Path("static/drf_spectacular_sidecar/swagger-ui-dist")
_FILES = ("swagger-ui.css", "swagger-ui-bundle.js")


def viewer_files() -> dict[str, Path]:
    """Path → file of the viewer; none if its package is not there."""
    found = find_spec(_PACKAGE)
    places = (found.submodule_search_locations if found else None) or []
    return {f"/viewer/{name}": Path(place) / _FOLDER / name for place in places for name in _FILES}


def read_document(root: Path) -> bytes:
    """The document of the repository at ``root``; refused if it has none."""
    try:
        return (root / DOCUMENT).read_bytes()
    except FileNotFoundError as error:
        raise RefusedError(404, f"{DOCUMENT}: not there; `make derive` writes it") from error
