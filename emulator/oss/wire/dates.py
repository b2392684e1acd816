"""The three ways in which the service writes a moment. All moments are epoch seconds, all texts are GMT."""

from __future__ import annotations

from datetime import datetime, timezone
from email.utils import format_datetime, parsedate_to_datetime


def http_date(moment: float) -> str:
    """``Fri, 24 Feb 2012 06:38:30 GMT``."""
    return format_datetime(datetime.fromtimestamp(int(moment), timezone.utc), usegmt=True)


def iso_date(moment: float) -> str:
    """``2012-02-24T06:38:30.000Z``."""
    text = datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def basic_date(moment: float) -> str:
    """``20120224T063830Z``."""
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y%m%dT%H%M%SZ")


def read_http_date(text: str) -> float | None:
    """The moment, or None if the text is not such a date."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()


def read_basic_date(text: str) -> float | None:
    """The moment, or None if the text is not such a date."""
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None


def read_iso_date(text: str) -> float | None:
    """The moment, with or without a fraction, or None if the text is not such a date."""
    pattern = "%Y-%m-%dT%H:%M:%S.%fZ" if "." in text else "%Y-%m-%dT%H:%M:%SZ"
    try:
        return datetime.strptime(text, pattern).replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None
