"""Tokens and callbacks that are not what they claim to be, and events that nobody sent."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.contract.documents import DOCUMENTS
from tests.contract.state import check_kept, kept, refused
from tests.functions.platform import Ask, HereProduct, as_event, over_event, over_wsgi
from tests.functions.scenes import Scene
from tools.event_cases import OTHERS
from tools.event_cases.a import UPLOADED
from tools.events import other_event

JSON = ("Content-Type", "application/json")
LOCAL_KEY = b"local-session-key-nothing-real.."


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def changed(token: str, key: bytes = LOCAL_KEY, algorithm: str = "HS256", **claims: Any) -> str:
    """The token with other claims, signed anew."""
    header, said = jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})
    return jwt.encode({**said, **claims}, key, algorithm, headers={**header, "alg": algorithm})


def forgeries(good: str, system: str = "platform") -> Iterator[str]:
    """Tokens that are almost ``good``, which is one of that system."""
    head, body, mark = good.split(".")
    header, claims = jwt.get_unverified_header(good), jwt.decode(good, options={"verify_signature": False})

    # The key is the right one: what is changed alone is what gives each away.
    assert jwt.decode(changed(good), LOCAL_KEY, ["HS256"], audience=system)["sub"] == claims["sub"]
    yield changed(good, exp=int(time.time()) - 1)
    yield changed(good, iss="elsewhere")
    yield changed(good, sub="not a number")
    yield changed(good, epoch=claims["epoch"] + 1)
    yield changed(good, epoch="x")
    yield changed(good, exp=None)
    yield changed(good, key=b"another-key-of-thirty-two-bytes.")
    yield changed(good, algorithm="HS512")
    for algorithm in ("none", "None", "NONE", "", "RS256"):
        yield f"{encoded({**header, 'alg': algorithm})}.{body}."
        yield f"{encoded({**header, 'alg': algorithm})}.{body}.{mark}"
    changes: list[dict[str, Any]] = [{"kid": "other"}, {"kid": "../../etc/passwd"}, {"typ": "JWT"}, {"kid": None}]
    for change in changes:
        yield f"{encoded({**header, **change})}.{body}.{mark}"
    for change in changes[:3]:
        yield jwt.encode(claims, LOCAL_KEY, "HS256", headers={**header, **change})
    yield f"{head}.{encoded({**claims, 'sub': '1'})}.{mark}"
    yield f"{head}.{body}."
    yield f"{head}.{body}"
    yield f"{head}.{body}.{mark[:-4]}"
    yield f"{head}.{body}.{mark}.{mark}"
    yield good[::-1]
    yield base64.urlsafe_b64encode(b"[" * 4000).decode() + f".{body}.{mark}"
    yield f"{head}." + base64.urlsafe_b64encode(b"[" * 4000).decode() + f".{mark}"
    yield "x" * 7000
    yield "..."
    yield "é.ü.ß"
    yield "null"


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_no_token_but_a_true_one_signs_anybody_in(here: HereProduct) -> None:
    with Scene(here) as scene, Scene(here, system="qqsl") as elsewhere:
        good = scene["token"]
        for_qqsl = [elsewhere["token"], changed(good, aud="qqsl")]
        tokens = [*forgeries(good), *for_qqsl]
        before = kept(here)
        for token in tokens:
            carriers = [("Cookie", f"platform={token}"), ("Authorization", f"Bearer {token}"), ("Token", token)]
            for carrier in carriers:
                asks = [
                    Ask("GET", "/platform/security", (carrier,)),
                    Ask("GET", "/asset/policy?slot=avatar&system=platform", (carrier,)),
                    Ask("POST", "/platform/identify/save", (carrier, JSON), b'{"name":"somebody"}'),
                ]
                for ask in asks:
                    assert refused(here.platform.ask(ask)) == (401, 401), token
            # Without a system in the path the token says which one is meant: a hint, not a proof.
            hinted = here.platform.ask(Ask("GET", "/asset/policy?slot=avatar", (carriers[1],)))
            assert hinted.status in (200, 401, 404)
            assert (hinted.status == 200) == (token in for_qqsl), token
        check_kept(here, before)
        assert here.platform.ask(Ask("GET", "/platform/security", (("Cookie", f"platform={good}"),))).status == 200


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_no_token_but_a_true_one_signs_anybody_in_to_the_other_documents(here: HereProduct) -> None:
    with Scene(here, system="qqsl") as scene, Scene(here) as elsewhere:
        good = scene["token"]
        tokens = [*forgeries(good, "qqsl"), elsewhere["token"]]
        before = kept(here)
        for token in tokens:
            for carrier in (("Cookie", f"qqsl={token}"), ("Authorization", f"Bearer {token}"), ("Token", token)):
                for letter, target in (("B", "/user/getUser"), ("E", f"/user/id/{scene['account']}")):
                    answer = here.platform.ask(Ask("GET", target, (carrier,)))
                    DOCUMENTS[letter].check(answer, "not_signed_in", target)
        check_kept(here, before)
        for carrier in (("Cookie", f"qqsl={good}"), ("Authorization", f"Bearer {good}"), ("Token", good)):
            assert here.platform.ask(Ask("GET", "/user/getUser", (carrier,))).json()["type"] == "OK"


def test_cookies_are_read_as_sent_and_a_second_one_of_a_name_does_not_count(here: HereProduct) -> None:
    with Scene(here) as scene:
        good = scene["token"]
        for cookie, status in (
            (f"platform={good}; platform=x", 200),
            (f"platform=x; platform={good}", 401),
            (f'a=b; platform="{good}"', 200),
            (f" ; ;;platform={good};", 200),
            (f"Platform={good}", 401),
            (f"xplatform={good}", 401),
            ("platform", 401),
            ("=" * 5000, 401),
            (";" * 5000, 401),
            ("platform=" + "\xff" * 3000, 401),
            (f"platform.kap={good}", 401),
        ):
            assert here.platform.ask(Ask("GET", "/platform/security", (("Cookie", cookie),))).status == status, cookie
        twice = (("Cookie", "platform=x"), ("Cookie", f"platform={good}"))
        assert refused(here.platform.ask(Ask("GET", "/platform/security", twice))) == (401, 401)


def callback(scene: Scene, **changes: Any) -> tuple[bytes, dict[str, str]]:
    """A true callback: its body, and OSS's headers."""
    body = scene.fill(json.dumps({**UPLOADED, **changes})).encode()
    headers = {"Authorization": scene.signed("/asset/callback", body), "X-Oss-Pub-Key-Url": scene["oss_key"]}
    return body, headers


def sent(here: HereProduct, body: bytes, headers: dict[str, str], target: str = "/asset/callback") -> Any:
    return here.platform.ask(Ask("POST", target, (JSON, *headers.items()), body))


def test_a_callback_is_believed_as_oss_signed_it_and_not_otherwise(here: HereProduct) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with Scene(here, "picture_stored") as scene:
        body, headers = callback(scene)
        foreign = base64.b64encode(
            stranger.sign(b"/asset/callback\n" + body, padding.PKCS1v15(), hashes.MD5())
        ).decode()
        port = here.cloud.ports.oss
        before = kept(here)
        keys = (
            "http://elsewhere.example/callback_pub_key_v1.pem",
            f"http://127.0.0.1:{port}@elsewhere.example/callback_pub_key_v1.pem",
            f"http://127.0.0.1:{port}.elsewhere.example/callback_pub_key_v1.pem",
            f"http://127.0.0.1:{port}/callback_pub_key_v1.pem/../menjin/key.pem",
            f"http://127.0.0.1:{port}/menjin/key.pem",
            f"http://127.0.0.1:{port + 1}/callback_pub_key_v1.pem",
            f"https://127.0.0.1:{port}/callback_pub_key_v1.pem",
            f"http://127.0.0.1:{port}/callback_pub_key_v1.pem?x=1",
            "file:///etc/passwd",
            "http://[",
            "",
        )
        wrong: list[dict[str, str]] = [{}, {"Authorization": headers["Authorization"]}]
        wrong += [{**headers, "X-Oss-Pub-Key-Url": base64.b64encode(key.encode()).decode()} for key in keys]
        wrong += [{**headers, "X-Oss-Pub-Key-Url": text} for text in ("%%%", "é", "AAAA", "a" * 5000)]
        wrong += [{**headers, "Authorization": text} for text in (foreign, "", "é", "AAAA", "Bearer x", "=" * 400)]
        for one in wrong:
            assert refused(sent(here, body, one)) == (403, 403), one
        assert refused(sent(here, body.replace(b"1024", b"2048"), headers)) == (403, 403)
        assert refused(sent(here, body + b" ", headers)) == (403, 403)
        assert refused(sent(here, body, headers, "/asset/callback?x=1")) == (403, 403)
        check_kept(here, before)
        assert sent(here, body, headers).status == 200


def test_a_true_callback_for_something_we_did_not_allow_is_refused(here: HereProduct) -> None:
    with Scene(here, "picture_stored") as scene, Scene(here) as other:
        before = kept(here), other["account"], other["upload"]
        marks = (other["upload"], scene["upload"] + "0", "", "x.y", "é", scene["upload"].replace(".", ""), "." * 3000)
        for changes in [
            *({"upload": mark} for mark in marks),
            {"bucket": "elsewhere"},
            {"object": f"platform/user/{scene['account']}/licence.jpg"},
            {"object": f"qqsl/user/{scene['account']}/avatar.jpg"},
            {"object": "../../etc/passwd"},
            {"object": ""},
        ]:
            assert refused(sent(here, *callback(scene, **changes))) == (403, 403), changes
        assert before[1] == other["account"]
        assert [row for row in kept(here).rows["asset"] if row["account"] == f"platform:{scene['account']}"] == []


def test_a_callback_told_twice_counts_once_and_an_old_one_not_at_all(here: HereProduct) -> None:
    with Scene(here, "picture_stored") as scene:
        body, headers = callback(scene)
        first = sent(here, body, headers)
        before = kept(here)
        assert sent(here, body, headers).json() == first.json()
        check_kept(here, before)
        here.advance(21 * 60)
        assert refused(sent(here, body, headers)) == (403, 403)
        assert kept(here).rows == before.rows


@pytest.mark.parametrize("one", OTHERS, ids=lambda one: f"{one.operation}-{one.name}")
def test_an_event_that_comes_by_http_is_only_a_body(here: HereProduct, one: Any) -> None:
    with Scene(here, "picture_stored") as scene:
        body = scene.fill(json.dumps(other_event(one))).encode()
        wrapped = json.dumps({"requestContext": {}, "events": [], **json.loads(body)}).encode()
        before = kept(here)
        for content in (body, wrapped):
            for function, target in (
                ("asset_callback", "/asset/callback"),
                ("web", "/"),
                ("login", "/platform/login/jwt"),
            ):
                ask = Ask("POST", target, (JSON,), content)
                handler = here.platform.handlers[function]
                assert refused(over_wsgi(handler, ask))[0] in (400, 403, 404)
                assert refused(over_event(handler, as_event(ask)))[0] in (400, 403, 404)
        check_kept(here, before)
