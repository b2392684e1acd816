"""template.yml: what it says, and everything that is refused with the place where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from emulator.functions.model import HttpTrigger, Route, TimerTrigger
from emulator.functions.template import TemplateError, load

PLAIN = {
    "ROSTemplateFormatVersion": "2015-09-01",
    "Transform": "Aliyun::Serverless-2018-04-03",
    "Resources": {
        "svc": {
            "Type": "Aliyun::Serverless::Service",
            "Properties": {"Role": "acs:ram::1:role/fc", "LogConfig": {"Project": "p", "Logstore": "l"}},
            "web": {
                "Type": "Aliyun::Serverless::Function",
                "Properties": {
                    "Handler": "index.handler",
                    "Runtime": "python3.10",
                    "CodeUri": "code",
                    "MemorySize": 256,
                    "Timeout": 10,
                    "EnvironmentVariables": {"A": "1"},
                    "Layers": ["acs:fc:cn-hangzhou:1:layers/menjin/versions/1"],
                    "AsyncConfiguration": {
                        "Destination": {"OnFailure": "acs:fc:cn-hangzhou:1:services/svc/functions/night"},
                        "MaxAsyncRetryAttempts": 5,
                    },
                },
                "Events": {"http": {"Type": "HTTP", "Properties": {"AuthType": "anonymous", "Methods": ["GET"]}}},
            },
            "night": {
                "Type": "Aliyun::Serverless::Function",
                "Properties": {"Handler": "index.handler", "Runtime": "python3", "CodeUri": "./code"},
                "Events": {
                    "t": {"Type": "Timer", "Properties": {"CronExpression": "0 0 4 * * *", "Enable": True}},
                    "o": {
                        "Type": "OSS",
                        "Properties": {
                            "BucketName": "b",
                            "Events": ["oss:ObjectCreated:*"],
                            "InvocationRole": "r",
                            "Filter": {"Key": {"Prefix": "a/", "Suffix": ""}},
                        },
                    },
                },
            },
        },
        "www.example.com": {
            "Type": "Aliyun::Serverless::CustomDomain",
            "Properties": {
                "Protocol": "HTTP",
                "RouteConfig": {"Routes": {"/*": {"ServiceName": "svc", "FunctionName": "web"}}},
            },
        },
    },
}
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Change], Path]:
    """Writes the template above with a change."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.py").write_text("")

    def write_changed(change: Change) -> Path:
        document = yaml.safe_load(yaml.safe_dump(PLAIN))
        change(document)
        path = tmp_path / "template.yml"
        path.write_text(yaml.safe_dump(document), "utf-8")
        return path

    return write_changed


def test_what_a_template_says(write: Callable[[Change], Path]) -> None:
    path = write(lambda document: None)
    template = load(path)
    (service,) = template.services
    assert (service.name, service.role, service.log_project) == ("svc", "acs:ram::1:role/fc", "p")
    functions = {function.name: function for function in template.functions}
    web, night = functions["web"], functions["night"]
    assert (web.code, web.memory, web.timeout, web.environment) == (path.parent / "code", 256, 10, {"A": "1"})
    assert web.triggers == (HttpTrigger("http", "anonymous", ("GET",)),)
    assert web.asynchronous
    assert web.asynchronous.retries == 5
    assert (night.memory, night.timeout, night.asynchronous) == (128, 3, None)
    assert [type(trigger) for trigger in night.triggers if isinstance(trigger, TimerTrigger)]
    assert template.domains[0].routes == (Route("/*", "svc", "web"),)


def test_no_template_is_an_empty_one(tmp_path: Path) -> None:
    assert load(tmp_path / "template.yml").functions == ()


def _web(document: dict[str, Any]) -> Any:
    return document["Resources"]["svc"]["web"]


def _night(document: dict[str, Any]) -> Any:
    return document["Resources"]["svc"]["night"]


def _twin(document: dict[str, Any]) -> None:
    twin = yaml.safe_load(yaml.safe_dump(_night(document)))
    twin["Events"]["o"]["Properties"] |= {
        "Events": ["oss:ObjectCreated:PutObject"],
        "Filter": {"Key": {"Prefix": "a/b/", "Suffix": ".jpg"}},
    }
    document["Resources"]["svc"]["twin"] = twin


REFUSED: dict[str, tuple[Change, str]] = {
    "version": (lambda d: d.pop("ROSTemplateFormatVersion"), "template: ROSTemplateFormatVersion is required"),
    "transform": (lambda d: d.pop("Transform"), "template: Transform is required"),
    "globals": (lambda d: d.update(Globals={}), "template.Globals: not emulated"),
    "resource": (lambda d: d["Resources"].update(t={"Type": "Aliyun::Serverless::Log"}), "Resources.t.Type: "),
    "policies": (lambda d: d["Resources"]["svc"].update(Properties={"Policies": "X"}), "Policies: "),
    "auto": (lambda d: d["Resources"]["svc"]["Properties"].update(LogConfig="Auto"), "LogConfig: Auto"),
    "service key": (lambda d: d["Resources"]["svc"]["Properties"].update(Colour="red"), "Colour: unknown"),
    "function key": (lambda d: _web(d)["Properties"].update(Colour="red"), "web.Properties.Colour: unknown"),
    "no handler": (lambda d: _web(d)["Properties"].pop("Handler"), "Handler is required"),
    "handler": (lambda d: _web(d)["Properties"].update(Handler="main.handler"), "there is no "),
    "handler shape": (lambda d: _web(d)["Properties"].update(Handler="index"), "module.function"),
    "code": (lambda d: _web(d)["Properties"].update(CodeUri="nowhere"), "there is no folder nowhere"),
    "runtime": (lambda d: _web(d)["Properties"].update(Runtime="nodejs12"), "runtime 'nodejs12' is not emulated"),
    "memory": (lambda d: _web(d)["Properties"].update(MemorySize=1000), "1000 MB is not sold"),
    "time-out": (lambda d: _web(d)["Properties"].update(Timeout=0), "0 s is outside"),
    "reserved": (lambda d: _web(d)["Properties"].update(EnvironmentVariables={"FC_X": "1"}), "FC_X is a reserved"),
    "number": (lambda d: _web(d)["Properties"].update(EnvironmentVariables={"A": 1}), "put it in quotes"),
    "reference": (lambda d: _web(d)["Properties"].update(EnvironmentVariables={"A": {"Ref": "x"}}), "a text is"),
    "too much": (lambda d: _web(d)["Properties"].update(EnvironmentVariables={"A": "x" * 4096}), "more than 4096"),
    "not ascii": (lambda d: _web(d)["Properties"].update(EnvironmentVariables={"A": "你"}), "printable ASCII"),
    "layer": (lambda d: _web(d)["Properties"].update(Layers=["menjin"]), "'menjin' is not a layer's ARN"),
    "concurrency": (lambda d: _web(d)["Properties"].update(InstanceConcurrency=2), "only 1 is emulated"),
    "async": (lambda d: _web(d)["Properties"].update(AsyncConfiguration={}), "Destination is required"),
    "retries": (
        lambda d: _web(d)["Properties"]["AsyncConfiguration"].update(MaxAsyncRetryAttempts=9),
        "9 retries are outside",
    ),
    "event type": (lambda d: _night(d)["Events"]["t"].update(Type="MNSTopic"), "'MNSTopic' is not emulated"),
    "no methods": (lambda d: _web(d)["Events"]["http"]["Properties"].pop("Methods"), "Methods is required"),
    "methods": (lambda d: _web(d)["Events"]["http"]["Properties"].update(Methods=["TEA"]), "'TEA' is no HTTP method"),
    "auth": (lambda d: _web(d)["Events"]["http"]["Properties"].update(AuthType="jwt"), "ANONYMOUS or FUNCTION"),
    "two ways": (lambda d: _web(d)["Events"].update(t=_night(d)["Events"]["t"]), "cannot have other triggers"),
    "cron": (lambda d: _night(d)["Events"]["t"]["Properties"].update(CronExpression="0 4 * * *"), "six fields"),
    "enable": (lambda d: _night(d)["Events"]["t"]["Properties"].pop("Enable"), "Enable is required"),
    "oss event": (lambda d: _night(d)["Events"]["o"]["Properties"].update(Events=["oss:Created"]), "'oss:Created'"),
    "oss key": (lambda d: _night(d)["Events"]["o"]["Properties"].update(Bucket="b"), "Properties.Bucket: unknown"),
    "oss role": (lambda d: _night(d)["Events"]["o"]["Properties"].pop("InvocationRole"), "InvocationRole is required"),
    "oss filter": (
        lambda d: _night(d)["Events"]["o"]["Properties"].update(Filter={"Key": {"Prefix": "a"}}),
        "Suffix is required",
    ),
    "overlap": (_twin, "svc/night/o and svc/twin/o can take the same event"),
    "route": (
        lambda d: d["Resources"]["www.example.com"]["Properties"]["RouteConfig"]["Routes"].update(
            {"/x": {"ServiceName": "svc", "FunctionName": "gone"}}
        ),
        "there is no function svc/gone",
    ),
    "route to event": (
        lambda d: d["Resources"]["www.example.com"]["Properties"]["RouteConfig"]["Routes"].update(
            {"/x": {"ServiceName": "svc", "FunctionName": "night"}}
        ),
        "svc/night has no HTTP trigger",
    ),
    "route shape": (
        lambda d: d["Resources"]["www.example.com"]["Properties"]["RouteConfig"]["Routes"].update(
            {"/*/x": {"ServiceName": "svc", "FunctionName": "web"}}
        ),
        "a * stands at the end alone",
    ),
    "rewrite": (
        lambda d: d["Resources"]["www.example.com"]["Properties"]["RouteConfig"]["Routes"]["/*"].update(
            RewriteConfig={}
        ),
        "RewriteConfig: unknown",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused(write: Callable[[Change], Path], kind: str) -> None:
    change, text = REFUSED[kind]
    with pytest.raises(TemplateError) as caught:
        load(write(change))
    assert any(text in problem for problem in caught.value.problems), caught.value.problems


def test_all_problems_are_reported_together(write: Callable[[Change], Path]) -> None:
    def spoil(document: dict[str, Any]) -> None:
        _web(document)["Properties"].update(MemorySize=1, Timeout=0)
        _night(document)["Events"]["t"]["Properties"].pop("CronExpression")

    with pytest.raises(TemplateError) as caught:
        load(write(spoil))
    places = [problem.partition(": ")[0] for problem in caught.value.problems]
    assert {"template.Resources.svc.web.Properties.MemorySize", "template.Resources.svc.web.Properties.Timeout"} <= set(
        places
    )
    assert len(places) >= 3


@pytest.mark.parametrize("text", ["a: [", "a: !Ref b", "a: 1\na: 2", "- a", ""])
def test_what_is_no_template_at_all(tmp_path: Path, text: str) -> None:
    (tmp_path / "template.yml").write_text(text)
    with pytest.raises(TemplateError):
        load(tmp_path / "template.yml")
