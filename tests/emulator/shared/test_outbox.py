"""Messages that left the product stay readable across restarts."""

from __future__ import annotations

from pathlib import Path

from emulator.shared.outbox import Outbox


def add(outbox: Outbox, to: str, text: str) -> None:
    outbox.add(channel="sms", to=to, template="SMS_1", params={"code": text}, text=text, at=1.5)


def test_messages_are_kept_in_order_and_found_by_recipient(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    add(outbox, "13800138000", "一")
    add(outbox, "13900139000", "二")
    add(outbox, "13800138000", "三")
    outbox.close()
    outbox = Outbox(tmp_path)
    assert [row["text"] for row in outbox.all()] == ["一", "二", "三"]
    assert [row["text"] for row in outbox.all("13800138000")] == ["一", "三"]
    assert outbox.all("138") == []
    outbox.reset()
    assert outbox.all() == []
    outbox.close()


def test_a_row_carries_what_the_sender_knew(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    outbox.add(channel="mail", to="a@b.cn", template="T", params={}, text="x", at=2.0, subject="主题")
    assert outbox.all() == [
        {"channel": "mail", "to": "a@b.cn", "template": "T", "params": {}, "text": "x", "at": 2.0, "subject": "主题"}
    ]
    outbox.close()


def test_a_snapshot_brings_the_messages_back_and_changes_are_told(tmp_path: Path) -> None:
    changes: list[int] = []
    outbox = Outbox(tmp_path / "data", lambda: changes.append(1))
    add(outbox, "13800138000", "一")
    outbox.save(tmp_path)
    add(outbox, "13800138000", "二")
    outbox.load(tmp_path)
    assert [row["text"] for row in outbox.all()] == ["一"]
    add(outbox, "13800138000", "三")
    assert [row["text"] for row in outbox.all()] == ["一", "三"]
    assert len(changes) == 4
    outbox.close()
