"""Every suite, one module for the suites of one client."""

from conformance.suites import fc_clients, fun, oss_node, oss_python, rpc, tablestore_node, tablestore_python
from conformance.suites.base import Suite

SUITES: tuple[Suite, ...] = (
    *oss_python.SUITES,
    *fun.SUITES,
    *fc_clients.SUITES,
    *oss_node.SUITES,
    *rpc.SUITES,
    *tablestore_python.SUITES,
    *tablestore_node.SUITES,
)
"""In the order of their start: the long ones first, so that the last to end is a short one."""
