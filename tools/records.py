"""The records of a deployment, for commands that an operator runs beside it. Call ``tools.layers.use()`` first.

Where they are and what opens them comes from the environment: ``TABLESTORE_ENDPOINT``, ``TABLESTORE_INSTANCE``,
``DATA_KEYS``, ``INDEX_KEY`` and the access key (``ALIBABA_CLOUD_ACCESS_KEY_ID``, ``ALIBABA_CLOUD_ACCESS_KEY_SECRET``,
and ``ALIBABA_CLOUD_SECURITY_TOKEN`` if it is a temporary one).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from menjin.parts import Parts


def parts_of(environment: Mapping[str, str]) -> Parts:
    """What the product reads and writes its records with; Misconfigured names all that is missing."""
    from menjin.configuration import SealingSettings, TablestoreSettings
    from menjin.gateways.credentials import Credentials
    from menjin.parts import Parts
    from menjin.settings import Misconfigured, load

    credentials = Credentials.present(None, environment)
    if credentials is None:
        raise Misconfigured(["ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are missing"])
    groups = (TablestoreSettings, SealingSettings)
    return Parts(credentials, dict(zip(groups, load(environment, groups), strict=True)))
