"""From the file to services, functions and domains."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from emulator.functions import rules
from emulator.functions.model import Domain, Function, Route, Service
from emulator.functions.template.function import read_function
from emulator.functions.template.problems import Node, Template, TemplateError

_SERVICE = "Aliyun::Serverless::Service"
_FUNCTION = "Aliyun::Serverless::Function"
_DOMAIN = "Aliyun::Serverless::CustomDomain"


_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C takes a tenth of the time, where there is one."""


class _Loader(_Safe):  # type: ignore[misc]
    """YAML as everywhere, except that a key named twice is an error and not a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key}' is named twice", key_node.start_mark)
            seen.add(key)
        made: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return made


def load(path: Path) -> Template:
    """Read the deployment; a missing file is an empty one. :class:`TemplateError` reports all problems together."""
    if not path.exists():
        return Template()
    try:
        document = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise TemplateError([str(problem)]) from problem
    problems: list[str] = []
    template = _read(Node(document, "template", problems), path.parent)
    _check_whole(template, problems)
    if problems:
        raise TemplateError(problems)
    return template


def _read(frame: Node, folder: Path) -> Template:
    if frame.text("ROSTemplateFormatVersion", required=True) != "2015-09-01":
        frame.wrong("'2015-09-01' is expected, in quotes", "ROSTemplateFormatVersion")
    if frame.text("Transform", required=True) != "Aliyun::Serverless-2018-04-03":
        frame.wrong("'Aliyun::Serverless-2018-04-03' is expected", "Transform")
    resources = frame.node("Resources", required=True)
    # Mappings are values to look up: without Fn::FindInMap nothing follows from them.
    for key in frame.rest("Description", "Mappings"):
        frame.wrong("not emulated; values are literals and there is nothing else to declare", key)
    services: list[Service] = []
    functions: list[Function] = []
    domains: list[Domain] = []
    for name in resources.value:
        node = resources.node(name)
        kind = node.text("Type", required=True)
        if kind == _SERVICE:
            services.append(_read_service(node, name))
            functions += _read_functions(node, name, folder)
        elif kind == _DOMAIN:
            domains.append(_read_domain(node, name))
        elif kind:
            node.wrong(f"'{kind}' is not emulated; tables, buckets and log stores are made by their own tools", "Type")
    return Template(tuple(services), tuple(functions), tuple(domains))


def _read_service(node: Node, name: str) -> Service:
    node.check(rules.name(name))
    node.anything("DependsOn")
    properties = node.node("Properties")
    log = properties.value.get("LogConfig", {})
    if not isinstance(log, dict):
        properties.wrong("Auto creates a log project in the cloud; name Project and Logstore", "LogConfig")
        log = {}
    for key in ("VpcConfig", "NasConfig"):
        if properties.value.get(key) == "Auto":
            properties.wrong("Auto creates resources in the cloud; name them", key)
    if properties.has("Policies") and not properties.has("Role"):
        properties.wrong("Policies without Role makes Funcraft create a role in the cloud; name a Role", "Policies")
    service = Service(
        name=name,
        description=properties.text("Description"),
        role=properties.text("Role"),
        log_project=str(log.get("Project", "")),
        log_store=str(log.get("Logstore", "")),
        extra={
            "internetAccess": properties.boolean("InternetAccess", default=True),
            "vpcConfig": properties.anything("VpcConfig") or {},
            "nasConfig": properties.anything("NasConfig") or {},
        },
    )
    for key in ("Policies", "LogConfig", "TracingConfig"):
        properties.anything(key)
    properties.close()
    return service


def _read_functions(service: Node, service_name: str, folder: Path) -> list[Function]:
    functions = []
    for name in service.rest():
        node = service.node(name)
        if node.text("Type", required=True) != _FUNCTION:
            node.wrong(f"{_FUNCTION} is expected", "Type")
            continue
        node.check(rules.name(name))
        functions.append(read_function(node, service_name, name, folder))
    return functions


def _read_domain(node: Node, name: str) -> Domain:
    properties = node.node("Properties", required=True)
    domain_name = properties.text("DomainName", name)
    if domain_name == "Auto":
        properties.wrong("Auto asks the vendor for a temporary domain; name one", "DomainName")
    protocol = properties.text("Protocol", required=True)
    if protocol not in ("HTTP", "HTTP,HTTPS"):
        properties.wrong("HTTP or HTTP,HTTPS is expected", "Protocol")
    properties.anything("CertConfig")
    config = properties.node("RouteConfig", required=True)
    key = "routes" if config.has("routes") else "Routes"
    routes = config.node(key, required=True)
    found = tuple(_read_route(routes.node(path), path) for path in routes.value)
    config.close()
    properties.close()
    node.close()
    return Domain(domain_name, protocol, found)


def _read_route(node: Node, path: str) -> Route:
    node.check(rules.route(path))
    service = node.text("ServiceName", required=True)
    function = node.text("FunctionName", required=True)
    if node.text("Qualifier", "LATEST") != "LATEST":
        node.wrong("versions and aliases are not emulated", "Qualifier")
    node.close()
    return Route(path, service, function)


def _check_whole(template: Template, problems: list[str]) -> None:
    functions = {function.key: function for function in template.functions}
    for domain in template.domains:
        for route in domain.routes:
            function = functions.get((route.service, route.function))
            path = f"template.Resources.{domain.name}.Properties.RouteConfig.Routes.{route.path}"
            if function is None:
                problems.append(f"{path}: there is no function {route.service}/{route.function}")
            elif function.http is None:
                problems.append(f"{path}: {route.service}/{route.function} has no HTTP trigger")
    for one, other in rules.overlaps(template.functions):
        problems.append(f"template.Resources: the OSS triggers {one} and {other} can take the same event")
