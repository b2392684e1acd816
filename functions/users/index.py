"""List accounts: a company's to its members, a system's to its administrators."""

from typing import Annotated

import msgspec

from menjin.companies.members import list_members
from menjin.contract import Function, Request, Result, certify
from menjin.profiles.administrator import check_administrator
from menjin.wiring import security as wiring

function = Function(wiring.listing)


class Wanted(msgspec.Struct, rename="camel"):
    """Which page."""

    cur_page: Annotated[int, msgspec.Meta(ge=1, le=100_000)] = 1
    page_size: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10


@function.route(certify, "GET /user/getUsers", session="required")
def on_certify_members(request: Request, services: wiring.Listing, wanted: Wanted) -> Result:
    """Document B 14: the members of one's own company, none for who belongs to none; document A's page shape."""
    number, size = wanted.cur_page, wanted.page_size
    found = list_members(services.accounts, services.companies, request.signed_in, number=number, size=size)
    profiles = [services.profiles.of(account) for account in found.accounts]
    return Result(certify.users(profiles, number, size, found.total))


@function.route(certify, "GET /user/admin/getUsers", session="required")
def on_certify_all(request: Request, services: wiring.Listing, wanted: Wanted) -> Result:
    """Document B 15: all accounts, for administrators; document A's page shape."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    number, size = wanted.cur_page, wanted.page_size
    accounts, total = services.accounts.page(request.system, number, size)
    return Result(certify.users([services.profiles.of(account) for account in accounts], number, size, total))


handler = function.handler
