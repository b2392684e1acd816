"""Read a captcha as the person at the screen does: its text is looked up where the product keeps it.

``python read_captcha.py REDIS_URL ID…`` prints the four characters of the first of these captchas that is still open.
"""

from __future__ import annotations

import sys

import redis


def main(url: str, *ids: str) -> int:
    """Print the text. Returns 1 if none of them is open."""
    with redis.Redis.from_url(url, decode_responses=True) as client:
        for key in (key for one in ids for key in client.scan_iter(f"*:kap:{one}")):
            sys.stdout.write(str(client.hget(key, "text")))
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
