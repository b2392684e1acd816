"""List accounts: a company's to its members, a system's to its administrators."""

from menjin.companies.members import list_members
from menjin.contract import Function, Request, Result, certify
from menjin.contract.paging import Paging
from menjin.profiles.administrator import check_administrator
from menjin.wiring import security as wiring

function = Function(wiring.showing)


@function.route(certify, "GET /user/getUsers", session="required")
def on_certify_members(request: Request, services: wiring.Showing, paging: Paging) -> Result:
    """Document B 14: the members of one's own company, none for who belongs to none; document A's page shape."""
    number, size = paging.cur_page, paging.page_size
    found = list_members(services.accounts, request.signed_in, number=number, size=size)
    profiles = services.profiles.of_all(request.system, found.accounts)
    return Result(certify.users(profiles, number, size, found.total))


@function.route(certify, "GET /user/admin/getUsers", session="required")
def on_certify_all(request: Request, services: wiring.Showing, paging: Paging) -> Result:
    """Document B 15: all accounts, for administrators; document A's page shape."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    number, size = paging.cur_page, paging.page_size
    accounts, total = services.accounts.page(request.system, number, size)
    return Result(certify.users(services.profiles.of_all(request.system, accounts), number, size, total))


handler = function.handler
