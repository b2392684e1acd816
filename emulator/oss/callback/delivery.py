"""Call the application and turn what it says into the answer of the upload."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult

from emulator.oss.callback.http import Reply, ReplyTooLongError, UnreachableError, post
from emulator.oss.callback.parameters import CallbackParameters
from emulator.oss.callback.signer import KEY_PATH, Signer
from emulator.oss.errors import OssError
from emulator.oss.wire.dates import http_date
from emulator.shared.clock import Clock
from emulator.shared.faults import AnswerLostError, Course, Faults
from emulator.shared.options import ACCOUNT, HOST
from emulator.shared.switches import OssSwitches

TIMEOUT = 5.0
_UNREACHABLE = "Error status : -1. OSS can not connect to your callbackUrl, please check it."


@dataclass(frozen=True)
class Occasion:
    """The upload that a callback is about."""

    bucket: str
    request_id: str


class Callbacks:
    """Outgoing calls. The object is stored before, and stays whatever the application says."""

    def __init__(self, signer: Signer, port: int, clock: Clock, faults: Faults, switches: OssSwitches) -> None:
        self.signer, self.switches = signer, switches
        self._key_url = f"http://{HOST}:{port}{KEY_PATH}"
        self._clock, self._faults = clock, faults
        self._late: set[asyncio.Task[bytes]] = set()

    async def deliver(self, parameters: CallbackParameters, body: bytes, occasion: Occasion) -> bytes:
        """The JSON that the application answered; ``OssError`` 203 ``CallbackFailed`` if it did not."""
        task = asyncio.create_task(self._meet(parameters, body, occasion))
        self._late.add(task)
        task.add_done_callback(self._late.discard)
        done, _ = await asyncio.wait({task}, timeout=TIMEOUT)
        if not done:
            task.add_done_callback(_forget)
            raise _timed_out()
        return task.result()

    async def stop(self) -> None:
        """Give up the calls that are still waiting."""
        for task in list(self._late):
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)

    async def _meet(self, parameters: CallbackParameters, body: bytes, occasion: Occasion) -> bytes:
        try:
            async with self._faults.meet("oss", "Callback", _asked_for, kill=_nobody) as course:
                answer = await self._attempts(parameters, body, occasion, course)
        except AnswerLostError:
            raise _timed_out() from None
        return answer

    async def _attempts(self, parameters: CallbackParameters, body: bytes, occasion: Occasion, course: Course) -> bytes:
        problem = _failed(_UNREACHABLE)
        for url in parameters.urls:
            try:
                answer = await self._call(url, parameters, body, occasion)
            except OssError as error:
                problem = error
                continue
            for _ in range(course.deliveries - 1):
                with suppress(OssError):
                    await self._call(url, parameters, body, occasion)
            return answer
        raise problem

    async def _call(self, url: SplitResult, parameters: CallbackParameters, body: bytes, occasion: Occasion) -> bytes:
        headers = self._headers(url, parameters, body, occasion)
        try:
            reply = await asyncio.wait_for(post(url, self._place(url), headers, body, parameters.sni), TIMEOUT)
        except asyncio.TimeoutError:
            raise _timed_out() from None
        except UnreachableError:
            raise _failed(_UNREACHABLE) from None
        except ReplyTooLongError:
            raise _failed("Response body is too long.") from None
        return _checked(reply)

    def _headers(
        self, url: SplitResult, parameters: CallbackParameters, body: bytes, occasion: Occasion
    ) -> Mapping[str, str]:
        return {
            "Host": parameters.host or url.netloc,
            "Connection": "close",
            "Content-Length": str(len(body)),
            "Content-Type": parameters.body_type,
            "Content-MD5": base64.b64encode(hashlib.md5(body).digest()).decode(),
            "Date": http_date(self._clock.now()),
            "User-Agent": "aliyun-oss-callback",
            "Authorization": self.signer.sign(url.path or "/", url.query, body),
            "x-oss-pub-key-url": base64.b64encode(self._key_url.encode()).decode(),
            "x-oss-bucket": occasion.bucket,
            "x-oss-request-id": occasion.request_id,
            "x-oss-requester": ACCOUNT,
            "x-oss-signature-version": "1.0",
            "x-oss-tag": "CALLBACK",
        }

    def _place(self, url: SplitResult) -> tuple[str, int]:
        host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
        mapped = self.switches.callback_hosts.get(f"{host}:{port}")
        if mapped:
            host, _, text = mapped.rpartition(":")
            port = int(text)
        return host, port


def _checked(reply: Reply) -> bytes:
    """The body of a reply that counts as success: 200, sized, complete, JSON without a byte order mark."""
    if reply.status != 200:
        raise _failed(f"Error status : {reply.status}.", "0007-00000203")
    if "content-length" not in reply.headers:
        raise _failed("Response has no valid content-length header.")
    if not reply.complete:
        raise _failed(_UNREACHABLE)
    body = bytes(reply.body)
    try:
        json.loads(body.decode("utf-8"))
    except ValueError:
        raise _failed("Response body is not valid json format.", "0007-00000205") from None
    return body


def _failed(text: str, ec: str = "") -> OssError:
    return OssError(203, "CallbackFailed", text, ec)


def _timed_out() -> OssError:
    return _failed("Callback timeout: no reply from your callbackUrl within 5 seconds.", "0007-00000202")


def _asked_for(_: str | None) -> OssError:
    return _failed(_UNREACHABLE)


def _nobody() -> None:
    """The caller is this service itself: to it, ``kill`` is an answer that is lost."""


def _forget(task: asyncio.Task[bytes]) -> None:
    """Take note of the outcome of a call for which nobody waits any more."""
    if not task.cancelled():
        task.exception()
