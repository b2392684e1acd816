"""The fields that name a page of a list; its answer has document A's page shape everywhere."""

from __future__ import annotations

from typing import Annotated

import msgspec


class Paging(msgspec.Struct, rename="camel"):
    """Which page."""

    cur_page: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 1
    page_size: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10
