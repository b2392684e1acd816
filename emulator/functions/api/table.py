"""Every call that the vendor's clients know of, with what it does here; None for those that are refused."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from emulator.functions.api import wire
from emulator.functions.api.operations import (
    account,
    aliases,
    asynchronous,
    domains,
    functions,
    instances,
    invoke,
    layers,
    on_demand,
    provision,
    services,
    tags,
    triggers,
    versions,
)
from emulator.functions.api.operations.context import Context

Act = Callable[[Context, wire.Call], Awaitable[wire.Answer]]


class Operation(NamedTuple):
    """One call: the vendor's name for it, method, path below the version, and what answers it."""

    name: str
    method: str
    path: str
    act: Act | None


# What can be changed is LATEST alone; what is read or called may be a version or an alias.
_SERVICE = r"services/(?P<service>[^/.]+)(?:\.LATEST)?"
_QUALIFIED = r"services/(?P<service>[^/.]+)(?:\.(?P<qualifier>[^/]+))?"
_NAME = "functions/(?P<function>[^/]+)"
_FUNCTION = f"{_SERVICE}/{_NAME}"
_CALLED = f"{_QUALIFIED}/{_NAME}"
_TRIGGERS = f"{_FUNCTION}/triggers"
_TRIGGER = f"{_TRIGGERS}/(?P<trigger>[^/]+)"
_VERSION = f"{_SERVICE}/versions/(?P<version>[^/]+)"
_ALIAS = f"{_SERVICE}/aliases/(?P<alias>[^/]+)"
_ASYNC = f"{_CALLED}/async-invoke-config"
_DOMAIN = "custom-domains/(?P<domain>[^/]+)"
_LAYER = "layers/(?P<layer>[^/]+)"
_LAYER_VERSION = f"{_LAYER}/versions/(?P<version>[0-9]+)"
_PROVISION, _ON_DEMAND = f"{_CALLED}/provision-config", f"{_CALLED}/on-demand-config"

OPERATIONS: list[Operation] = [
    Operation("GetAccountSettings", "GET", "account-settings", account.settings),
    Operation("GetAccountConfigs", "GET", "accountConfigs", account.configs),
    Operation("ListReservedCapacities", "GET", "reservedCapacities", account.reserved_capacities),
    Operation("CreateService", "POST", "services", services.create),
    Operation("ListServices", "GET", "services", services.list_all),
    Operation("GetService", "GET", _QUALIFIED, services.get),
    Operation("UpdateService", "PUT", _SERVICE, services.update),
    Operation("DeleteService", "DELETE", _SERVICE, services.delete),
    Operation("PublishServiceVersion", "POST", f"{_SERVICE}/versions", versions.publish),
    Operation("ListServiceVersions", "GET", f"{_SERVICE}/versions", versions.list_all),
    Operation("DeleteServiceVersion", "DELETE", _VERSION, versions.delete),
    Operation("CreateAlias", "POST", f"{_SERVICE}/aliases", aliases.create),
    Operation("ListAliases", "GET", f"{_SERVICE}/aliases", aliases.list_all),
    Operation("GetAlias", "GET", _ALIAS, aliases.get),
    Operation("UpdateAlias", "PUT", _ALIAS, aliases.update),
    Operation("DeleteAlias", "DELETE", _ALIAS, aliases.delete),
    Operation("CreateFunction", "POST", f"{_SERVICE}/functions", functions.create),
    Operation("ListFunctions", "GET", f"{_QUALIFIED}/functions", functions.list_all),
    Operation("GetFunction", "GET", _CALLED, functions.get),
    Operation("UpdateFunction", "PUT", _FUNCTION, functions.update),
    Operation("DeleteFunction", "DELETE", _FUNCTION, functions.delete),
    Operation("GetFunctionCode", "GET", f"{_CALLED}/code", functions.code),
    Operation("InvokeFunction", "POST", f"{_CALLED}/invocations", invoke.invoke),
    Operation("PutFunctionAsyncInvokeConfig", "PUT", _ASYNC, asynchronous.put),
    Operation("GetFunctionAsyncInvokeConfig", "GET", _ASYNC, asynchronous.get),
    Operation("DeleteFunctionAsyncInvokeConfig", "DELETE", _ASYNC, asynchronous.delete),
    Operation("ListFunctionAsyncInvokeConfigs", "GET", f"{_CALLED}/async-invoke-configs", asynchronous.list_all),
    Operation("CreateTrigger", "POST", _TRIGGERS, triggers.create),
    Operation("ListTriggers", "GET", _TRIGGERS, triggers.list_all),
    Operation("GetTrigger", "GET", _TRIGGER, triggers.get),
    Operation("UpdateTrigger", "PUT", _TRIGGER, triggers.update),
    Operation("DeleteTrigger", "DELETE", _TRIGGER, triggers.delete),
    Operation("CreateCustomDomain", "POST", "custom-domains", domains.create),
    Operation("ListCustomDomains", "GET", "custom-domains", domains.list_all),
    Operation("GetCustomDomain", "GET", _DOMAIN, domains.get),
    Operation("UpdateCustomDomain", "PUT", _DOMAIN, domains.update),
    Operation("DeleteCustomDomain", "DELETE", _DOMAIN, domains.delete),
    Operation("ListLayers", "GET", "layers", layers.list_all),
    Operation("CreateLayerVersion", "POST", f"{_LAYER}/versions", layers.publish),
    Operation("ListLayerVersions", "GET", f"{_LAYER}/versions", layers.versions),
    Operation("GetLayerVersion", "GET", _LAYER_VERSION, layers.get),
    Operation("DeleteLayerVersion", "DELETE", _LAYER_VERSION, layers.delete),
    Operation("GetLayerVersionByArn", "GET", "(?:layerarn|layers)/(?P<arn>acs(?::|%3A).+)", layers.by_arn),
    Operation("PutLayerACL", "PUT", f"{_LAYER}/acl", layers.put_acl),
    Operation("TagResource", "POST", "tag", tags.tag),
    Operation("GetResourceTags", "GET", "tag", tags.get),
    Operation("UntagResource", "DELETE", "tag", tags.untag),
    Operation("PutProvisionConfig", "PUT", _PROVISION, provision.put),
    Operation("GetProvisionConfig", "GET", _PROVISION, provision.get),
    Operation("ListProvisionConfigs", "GET", "provision-configs", provision.list_all),
    Operation("PutOnDemandConfig", "PUT", _ON_DEMAND, on_demand.put),
    Operation("GetOnDemandConfig", "GET", _ON_DEMAND, on_demand.get),
    Operation("DeleteOnDemandConfig", "DELETE", _ON_DEMAND, on_demand.delete),
    Operation("ListOnDemandConfigs", "GET", "on-demand-configs", on_demand.list_all),
    Operation("ListInstances", "GET", f"{_CALLED}/instances", instances.list_all),
    Operation("GetTempCodeBucketToken", "GET", f"{_SERVICE}/tempCodeBucketToken", None),
    Operation("GetTempBucketToken", "GET", "tempBucketToken", None),
    Operation("InstanceExec", "GET", f"{_CALLED}/instances/(?P<instance>[^/]+)/exec", None),
]
_COMPILED = [(operation, re.compile(operation.path)) for operation in OPERATIONS]


def find(method: str, path: str) -> tuple[Operation, dict[str, str | None]] | None:
    """The operation that a path below the version names, with the names in it; None for an unknown one."""
    for operation, pattern in _COMPILED:
        match = pattern.fullmatch(path)
        if match and operation.method == method:
            return operation, match.groupdict()
    return None
