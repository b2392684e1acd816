"""Funcraft validates and deploys to an empty local cloud, twice; then what was deployed answers.

``fun``: the product's ``template.yml`` as it stands, but for the runtime's name: the tool's schema is older than
``python3.10``. ``fun-features``: a template of everything else that the tool sends to Function Compute alone. Layers
are published with the tool's own client first: templates refer to them, and the tool does not make them.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib import error, request

import yaml

from conformance import cloud
from conformance.cases import Case, Outcome
from conformance.needs import HERE, Node
from conformance.suites.base import Place, Suite
from tools import layers

_PACKAGES = Node("fun")
_FEATURES = HERE / "deployments" / "features"
_ANSWER_LIMIT = 30.0
_COMPILED = shutil.ignore_patterns("__pycache__")
_EVENTS = {
    "asset_event": "asset_callback/not_ours.oss.json",
    "certify_item": "certify_item/nothing_due.payload.json",
    "certify_run": "certify_run/twice_a_week.timer.json",
    "certify_sweep": "certify_sweep/by_day.timer.json",
}
"""Function of the product without an HTTP trigger → the sample event it is invoked with."""

_Step = tuple[str, Callable[[], None]]
"""Name and deed of a case."""


class _Wrong(Exception):
    """A step did not come to what it should; the text says how."""


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    """Their names in lower case."""
    text: str


@dataclass(frozen=True)
class _Deployment:
    """A folder that ``fun`` works in, and what is asked afterwards."""

    place: Place
    service: str

    @property
    def folder(self) -> Path:
        """Holds ``template.yml`` and the code."""
        return self.place.folder / "deployment"

    @property
    def environment(self) -> Mapping[str, str]:
        """Where the tool deploys to; the home of its own keeps the settings of whoever runs this out."""
        return {
            "FC_ENDPOINT": self.place.cloud.fc,
            "ACCOUNT_ID": cloud.ACCOUNT,
            "REGION": cloud.REGION,
            "ACCESS_KEY_ID": cloud.KEY_ID,
            "ACCESS_KEY_SECRET": cloud.KEY_SECRET,
        }

    def first_steps(self, sources: Mapping[str, Path]) -> Iterator[_Step]:
        """Validate, publish the layers (name → folder), create, update."""
        yield "validate accepts the template", partial(self.fun, "validate")
        yield "validate refuses a function without a handler", self.refuse
        yield "layers are published as the version that the template names", partial(self.publish, sources)
        yield "deploy creates", partial(self.fun, "deploy", "-y")
        yield "deploy updates", partial(self.fun, "deploy", "-y")

    def fun(self, *arguments: str) -> None:
        """Run the tool; ``_Wrong`` if it says that something went wrong."""
        code = self._fun(*arguments, folder=self.folder)
        if code:
            raise _Wrong(f"fun {' '.join(arguments)} ended with {code}; see {self.place.log}")

    def refuse(self) -> None:
        """See that validation is not a formality."""
        broken = self.place.folder / "broken"
        broken.mkdir()
        template = (self.folder / "template.yml").read_text("utf-8")
        (broken / "template.yml").write_text(template.replace("Handler: index.", "Handle: index."), "utf-8")
        if not self._fun("validate", folder=broken):
            raise _Wrong("the template was accepted")

    def publish(self, sources: Mapping[str, Path]) -> None:
        """Publish layers with the tool's own client."""
        zips = {name: self.place.folder / f"{name}.zip" for name in sources}
        for name, source in sources.items():
            _pack(source, zips[name])
        named = [f"{name}={path}" for name, path in zips.items()]
        script = HERE / "node" / "publish_layers.js"
        command: list[str | Path] = ["node", script, self.place.cloud.fc, cloud.ACCOUNT, cloud.REGION, *named]
        if self.place.command(command, self.environment, self.place.found[_PACKAGES]):
            raise _Wrong(f"not published; see {self.place.log}")

    def invoke(self, function: str, event: str, *arguments: str) -> None:
        """Let the tool invoke a function with an event."""
        self.fun("invoke", f"{self.service}/{function}", "-e", event, *arguments)

    def answer_directly(self, function: str) -> None:
        """Ask a function for ``/`` under the address that each HTTP trigger has by itself."""
        answer = _get(f"{self.place.cloud.fc}/2016-08-15/proxy/{self.service}/{function}/")
        if answer.status >= 500 or "x-fc-error-type" in answer.headers:
            raise _Wrong(f"{answer.status} {answer.text}")

    def answer(self, path: str, *, status: int, kind: str = "", text: str = "", host: str | None = None) -> None:
        """Ask the gateway, which serves the routes of custom domains: status, beginnings of content type and text."""
        answer = _get(self.place.cloud.gateway + path, host)
        found = answer.headers.get("content-type", "")
        if answer.status != status or not found.startswith(kind) or not answer.text.startswith(text):
            raise _Wrong(f"{answer.status} {found} {answer.text}")

    def _fun(self, *arguments: str, folder: Path) -> int:
        program = self.place.found[_PACKAGES] / "node_modules" / "@alicloud" / "fun" / "bin" / "fun.js"
        return self.place.command(["node", program, *arguments], self.environment, folder)


def _run_product(place: Place) -> list[Case]:
    deployment = _Deployment(place, "menjin")
    shutil.copytree(cloud.ROOT / "functions", deployment.folder / "functions", ignore=_COMPILED)
    template = (cloud.ROOT / "template.yml").read_text("utf-8")
    path = deployment.folder / "template.yml"
    path.write_text(template.replace("Runtime: python3.10", "Runtime: python3"), "utf-8")
    return [_case(*step) for step in _product_steps(deployment)]


def _product_steps(deployment: _Deployment) -> Iterator[_Step]:
    yield from deployment.first_steps({"menjin": layers.OWN.parent, "dependencies": layers.local_folder()})
    for name, triggers in _functions(deployment).items():
        if "HTTP" in triggers:
            yield f"{name} answers under the service's address", partial(deployment.answer_directly, name)
        else:
            event = json.loads((cloud.ROOT / "events" / _EVENTS[name]).read_text("utf-8"))
            yield f"{name} takes an event", partial(deployment.invoke, name, json.dumps(event))
    ok = partial(deployment.answer, status=200)
    yield "a picture comes through the custom domain", partial(ok, "/qqsl/captcha/get", kind="image/png")
    yield "a page comes through the custom domain", partial(ok, "/web/platform/register.html", kind="text/html")


def _run_features(place: Place) -> list[Case]:
    deployment = _Deployment(place, "features")
    shutil.copytree(_FEATURES, deployment.folder, ignore=_COMPILED)
    return [_case(*step) for step in _feature_steps(deployment)]


def _feature_steps(deployment: _Deployment) -> Iterator[_Step]:
    yield from deployment.first_steps({"greeting": _FEATURES / "layer"})
    answer = partial(deployment.answer, host="features.example.com")
    yield "initializer, layer, variable, route work", partial(answer, "/open/x", status=200, text="hello red /open/x")
    yield "a trigger with authorization refuses those without", partial(answer, "/closed", status=400)
    yield "an event comes back", partial(deployment.invoke, "ticks", "hello")
    yield "an asynchronous event is taken", partial(deployment.invoke, "objects", "hello", "-t", "Async")


def _case(name: str, step: Callable[[], None]) -> Case:
    try:
        step()
    except (_Wrong, OSError) as reason:
        return Case(name, Outcome.FAILED, str(reason))
    return Case(name, Outcome.PASSED)


def _functions(deployment: _Deployment) -> dict[str, set[str]]:
    """The name of each function of a deployment's service → the kinds of its triggers."""
    template = yaml.safe_load((deployment.folder / "template.yml").read_text("utf-8"))
    service = cast("dict[str, Any]", template["Resources"][deployment.service])
    return {
        name: {event["Type"] for event in (entry.get("Events") or {}).values()}
        for name, entry in service.items()
        if isinstance(entry, dict) and str(entry.get("Type")).endswith("::Function")
    }


def _get(address: str, host: str | None = None) -> _Answer:
    """The answer to a GET, whatever its status."""
    asked = request.Request(address, headers={"Host": host} if host else {})
    try:
        with request.urlopen(asked, timeout=_ANSWER_LIMIT) as answer:
            return _read(answer)
    except error.HTTPError as refusal:
        with refusal:
            return _read(refusal)


def _read(answer: Any) -> _Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return _Answer(answer.status, headers, answer.read().decode("utf-8", "replace"))


def _pack(source: Path, target: Path) -> None:
    """Zip a folder as a layer is published. The fastest compression: nothing is kept."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(source.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                archive.write(path, path.relative_to(source))


_FUN = "@alicloud/fun 3.6.24"

SUITES = (
    Suite("fun", f"{_FUN}, template.yml", (_PACKAGES,), _run_product, bar=40, expected="fun", floor=2, limit=120),
    Suite("fun-features", f"{_FUN}, features", (_PACKAGES,), _run_features, bar=9, expected="fun", floor=2, limit=60),
)
