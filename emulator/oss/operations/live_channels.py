"""Live channels: kept, described and listed. Nothing can be pushed to one, so each is idle and records nothing.

Source: OSS API reference, "LiveChannel-related operations".
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from xml.etree import ElementTree as ET

from emulator.oss.errors import OssError, invalid_argument, malformed_xml
from emulator.oss.operations.call import Call
from emulator.oss.operations.listing import max_keys
from emulator.oss.wire import xml
from emulator.oss.wire.answer import Answer, xml_answer
from emulator.oss.wire.dates import iso_date
from emulator.oss.wire.xml import Markup, tag

KEPT = "live/"
"""How the names of the documents begin that are channels."""
_STATUSES = ("enabled", "disabled")


@dataclass(frozen=True)
class _Channel:
    """One channel; ``modified`` in epoch seconds, ``duration`` of a fragment in seconds."""

    modified: float
    description: str = ""
    status: str = "enabled"
    type: str = "HLS"
    duration: int = 5
    count: int = 3
    playlist: str = "playlist.m3u8"


async def put_live_channel(call: Call) -> Answer:
    """Create the channel, or configure it anew."""
    call.bucket()
    channel = _read(xml.parse(await call.request.document(), "LiveChannelConfiguration"), call.now)
    _keep(call, channel)
    return xml_answer(xml.document(tag("CreateLiveChannelResult", _urls(call, call.key, channel))))


async def put_live_channel_status(call: Call) -> Answer:
    """Enable or disable the channel."""
    channel, status = _found(call), call.request.query["status"]
    if status not in _STATUSES:
        raise invalid_argument("The status must be enabled or disabled.", "status", status)
    _keep(call, replace(channel, status=status))
    return Answer()


async def get_live_channel_info(call: Call) -> Answer:
    """How the channel is configured."""
    channel = _found(call)
    target = [
        tag("Type", channel.type),
        tag("FragDuration", channel.duration),
        tag("FragCount", channel.count),
        tag("PlaylistName", channel.playlist),
    ]
    members = [tag("Description", channel.description), tag("Status", channel.status), tag("Target", target)]
    return xml_answer(xml.document(tag("LiveChannelConfiguration", members)))


async def get_live_channel_stat(call: Call) -> Answer:
    """What is being pushed: nothing ever is."""
    status = "Idle" if _found(call).status == "enabled" else "Disabled"
    return xml_answer(xml.document(tag("LiveChannelStat", [tag("Status", status)])))


async def get_live_channel_history(call: Call) -> Answer:
    """What has been pushed: nothing."""
    _found(call)
    return xml_answer(xml.document(tag("LiveChannelHistory", "")))


async def vod_playlist(call: Call) -> Answer:
    """A playlist of what was recorded between two moments; nothing was."""
    channel = call.key.rpartition("/")[0] if call.request.method == "POST" else call.key
    _found(call, channel)
    query = call.request.query
    for name in ("startTime", "endTime"):
        if not query.get(name, "").isdecimal():
            raise invalid_argument(f"The {name} must be in seconds since the epoch.", name, query.get(name, ""))
    raise invalid_argument("No ts file found in specified time span.", "Key", channel)


async def delete_live_channel(call: Call) -> Answer:
    """Forget the channel; one that is not there is no error."""
    call.store.buckets.remove_document(call.bucket().name, KEPT + call.key)
    return Answer(204)


async def list_live_channels(call: Call) -> Answer:
    """The channels of the bucket in pages."""
    bucket, query = call.bucket(), call.request.query
    prefix, marker, limit = query.get("prefix", ""), query.get("marker", ""), max_keys(call, "max-keys", 1000)
    kept = call.store.buckets.documents(bucket.name, KEPT + prefix)
    behind = [(name.removeprefix(KEPT), text) for name, text in kept if name.removeprefix(KEPT) > marker]
    page, truncated = behind[:limit], len(behind) > limit
    members = [
        tag("Prefix", prefix),
        tag("Marker", marker),
        tag("MaxKeys", limit),
        tag("IsTruncated", "true" if truncated else "false"),
        tag("NextMarker", page[-1][0] if truncated else ""),
        *(_entry(call, name, _Channel(**json.loads(text))) for name, text in page),
    ]
    return xml_answer(xml.document(tag("ListLiveChannelResult", members)))


def _entry(call: Call, name: str, channel: _Channel) -> Markup:
    members = [
        tag("Name", name),
        tag("Description", channel.description),
        tag("Status", channel.status),
        tag("LastModified", iso_date(int(channel.modified))),
    ]
    return tag("LiveChannel", members, _urls(call, name, channel))


def _urls(call: Call, name: str, channel: _Channel) -> list[Markup]:
    """Where a player would find the playlist and a camera would push to."""
    host = f"{call.address.bucket}.{call.address.endpoint}"
    return [
        tag("PublishUrls", [tag("Url", f"rtmp://{host}/live/{name}")]),
        tag("PlayUrls", [tag("Url", f"http://{host}/{name}/{channel.playlist}")]),
    ]


def _read(root: ET.Element, now: float) -> _Channel:
    status = xml.text_of(root, "Status") or "enabled"
    playlist = xml.text_of(root, "Target/PlaylistName") or "playlist.m3u8"
    if status not in _STATUSES or xml.text_of(root, "Target/Type") != "HLS" or not playlist.endswith(".m3u8"):
        raise malformed_xml()
    return _Channel(
        modified=now,
        description=xml.text_of(root, "Description") or "",
        status=status,
        duration=_number(root, "FragDuration", 5),
        count=_number(root, "FragCount", 3),
        playlist=playlist,
    )


def _number(root: ET.Element, name: str, default: int) -> int:
    """A whole number from 1 to 100."""
    text = (xml.text_of(root, f"Target/{name}") or str(default)).strip()
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise invalid_argument(f"The {name} must be 1 to 100.", name, text)
    return int(text)


def _keep(call: Call, channel: _Channel) -> None:
    call.store.buckets.put_document(call.address.bucket, KEPT + call.key, json.dumps(asdict(channel)))


def _found(call: Call, name: str = "") -> _Channel:
    kept = call.store.buckets.document(call.bucket().name, KEPT + (name or call.key))
    if kept is None:
        raise OssError(404, "NoSuchLiveChannel", "The specified LiveChannel does not exist.")
    return _Channel(**json.loads(kept))
