"""A cold start loads the packages that the operation calls, and no other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import time_machine

from bench import probe
from tests.functions.platform import HereProduct
from tests.functions.scenes import Scene
from tools.event_cases import HTTP

ROOT = Path(__file__).resolve().parents[2]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
DEPENDENCIES = ROOT / f"build/layers/dependencies-{PYTHON}/python"
LAYERS = [DEPENDENCIES, ROOT / "layers/menjin/python"]
pytestmark = pytest.mark.skipif(not DEPENDENCIES.is_dir(), reason="the layer is not built: run `make layers-local`")
SITE, PROBE = str(Path(time_machine.__file__).parents[1]), str(probe.__file__)
# An interpreter at the cloud's time, which signatures are checked by, with nothing of the tests' packages in reach.
START = """
import runpy, sys, time
sys.modules["pytest"] = None
if ahead := float(sys.argv[2]):
    sys.path.insert(0, sys.argv[1])
    import time_machine
    sys.path.remove(sys.argv[1])
    time_machine.travel(time.time() + ahead, tick=True).start()
runpy.run_path(sys.argv[3], run_name="__main__")
"""

# Each package of ours, and what it brings along.
COMPANY = {
    "msgspec": "typing_extensions",
    "redis": "cryptography",
    "jwt": "cryptography _cffi_backend",
    "argon2": "_argon2_cffi_bindings _cffi_backend",
    "cryptography": "_cffi_backend",
    "PIL": "",
    "tablestore": "aiohappyeyeballs aiohttp aiosignal attr certifi crc32c flatbuffers frozenlist google idna multidict "
    "propcache six typing_extensions urllib3 yarl",
    "oss2": "Crypto _cffi_backend aliyunsdkcore aliyunsdkkms certifi cffi charset_normalizer crcmod cryptography idna "
    "jmespath pycparser requests six urllib3",
    "fc2": "certifi charset_normalizer idna requests urllib3 websocket",
    "aliyunsdkcore": "_cffi_backend cryptography jmespath",
}
if sys.version_info < (3, 11):
    # asyncio has time-outs of its own since then.
    COMPANY["redis"] += " async_timeout"
    COMPANY["tablestore"] += " async_timeout"
# Sample, what must be so before, and the packages that answering it takes. ``msgspec`` is everybody's.
SAMPLES = [
    ("captcha_get/picture.http", "", "redis"),
    ("captcha_check/right.http", "", "redis"),
    ("sms_send/captcha.http", "", "redis aliyunsdkcore"),
    ("availability/phone_free.http", "", "redis tablestore"),
    ("register/phone.http", "", "redis tablestore jwt argon2"),
    ("login/phone.http", "", "redis tablestore jwt argon2"),
    ("logout/session.http", "", "redis jwt"),
    ("security/overview.http", "", "redis tablestore jwt"),
    ("asset_policy/card.http", "", "redis tablestore jwt"),
    ("asset_callback/picture.http", "picture_stored", "tablestore oss2 PIL cryptography"),
    ("asset_callback/picture.oss", "picture_stored", "tablestore oss2 PIL"),
    ("identify/certified.http", "passed", "redis tablestore jwt cryptography"),
    ("identify_get/draft.http", "", "redis tablestore jwt"),
    ("identify_save/all.http", "", "redis tablestore jwt cryptography"),
    ("identify_submit/complete.http", "pictures", "redis tablestore jwt cryptography"),
    ("certify_run/twice_a_week.timer", "submitted", "redis tablestore fc2"),
    ("certify_run/asked_for_companies.payload", "", "redis tablestore"),
    ("certify_sweep/by_day.timer", "waiting", "redis tablestore fc2"),
    ("certify_sweep/goes_on.payload", "", "tablestore"),
    ("certify_item/nothing_due.payload", "", "tablestore"),
    ("certify_item/passes.payload", "handed_in", "redis tablestore oss2 aliyunsdkcore cryptography"),
    ("captcha_token/c_token.http", "", ""),
    ("captcha_get/c_picture.http", "", "redis"),
    ("sms_send/b_getback.http", "", "redis tablestore aliyunsdkcore"),
    ("sms_send/c_login.http", "", "redis aliyunsdkcore"),
    ("mail_send/b_getback.http", "", "redis tablestore aliyunsdkcore"),
    ("mail_send/b_bind.http", "", "redis tablestore aliyunsdkcore jwt"),
    ("register/c_member.http", "", "redis tablestore jwt argon2 cryptography"),
    ("login/b_web.http", "", "redis tablestore jwt argon2"),
    ("login_wechat/b_bound.http", "", "redis tablestore jwt"),
    ("profile/b_own.http", "", "redis tablestore jwt"),
    ("users/b_members.http", "company", "redis tablestore jwt cryptography"),
    ("security_password/b_update.http", "", "redis tablestore jwt argon2"),
    ("security_recover/b_phone.http", "", "redis tablestore argon2"),
    ("security_phone/ask.http", "", "redis tablestore jwt aliyunsdkcore"),
    ("security_phone/b_update.http", "", "redis tablestore jwt"),
    ("security_mail/b_update.http", "", "redis tablestore jwt"),
    ("security_admin/ask.http", "", "redis tablestore jwt cryptography aliyunsdkcore"),
    ("certify_start/b_start.http", "", "redis tablestore jwt fc2"),
    ("certify_start/companies.http", "", "redis tablestore jwt fc2"),
    ("certify_admin/b_lists.http", "submitted", "redis tablestore jwt cryptography"),
    ("certify_admin/one.http", "submitted", "redis tablestore jwt cryptography"),
    ("certify_admin/requeue.http", "put_aside", "redis tablestore jwt cryptography"),
    ("certify_admin/last_run.http", "run_ended", "redis tablestore jwt"),
    ("certify_admin/accesses.http", "looked_at", "redis tablestore jwt"),
    ("messages/list.http", "told", "redis tablestore jwt"),
    ("dictionary/roles.http", "", ""),
    ("web/page.http", "", ""),
]


SYSTEMS = {f"{one.operation}/{one.name}": one.system for one in HTTP}


def loaded(here: HereProduct, sample: str, given: str) -> dict[str, Any]:
    """What a fresh interpreter says after it has answered the sample."""
    function = sample.partition("/")[0]
    with Scene(here, given, SYSTEMS.get(sample.removesuffix(".http"), "platform")) as scene:
        event = scene.fill((ROOT / "events" / f"{sample}.json").read_text("utf-8"))
        path = [str(one) for one in (ROOT / "functions" / function, *LAYERS)]
        answer = subprocess.run(
            [sys.executable, "-I", "-S", "-B", "-W", "ignore", "-c", START, SITE, str(here.cloud.clock.offset), PROBE],
            input=json.dumps({"path": path, "event": event}),
            env={**os.environ, "FC_FUNCTION_NAME": function, "FC_REGION": "cn-hangzhou", "FC_ACCOUNT_ID": "1"},
            capture_output=True,
            text=True,
        )
    assert answer.returncode == 0, answer.stderr
    return dict(json.loads(answer.stdout.splitlines()[-1]))


@pytest.mark.parametrize(("sample", "given", "packages"), SAMPLES, ids=[one[0] for one in SAMPLES])
def test_an_operation_loads_what_it_calls(here: HereProduct, sample: str, given: str, packages: str) -> None:
    seen = loaded(here, sample, given)
    wanted = {"msgspec", *packages.split()}
    assert seen["outcome"] in ("200", "ok")
    assert set(seen["packages"]) == wanted | {name for one in wanted for name in COMPANY[one].split()}


def test_every_function_is_looked_at() -> None:
    functions = {path.parent.name for path in (ROOT / "functions").glob("*/index.py")}
    assert {sample.partition("/")[0] for sample, _, _ in SAMPLES} == functions
