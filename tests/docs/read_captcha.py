"""Read a captcha as the person at the screen does: its text is looked up where the product keeps it.

``python read_captcha.py JAR REDIS_URL SYSTEM`` takes the id from curl's cookie jar and prints the four characters.
"""

from __future__ import annotations

import sys
from pathlib import Path

import redis


def main(jar: str, url: str, system: str) -> None:
    """Print the text of the captcha that the jar's cookie names."""
    cookies = dict(line.split("\t")[-2:] for line in Path(jar).read_text("utf-8").splitlines() if "\t" in line)
    with redis.Redis.from_url(url, decode_responses=True) as client:
        sys.stdout.write(str(client.hget(f"{system}:kap:{cookies[f'{system}.kap']}", "text")))


if __name__ == "__main__":
    main(*sys.argv[1:])
