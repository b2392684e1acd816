"""Show administrators the certifications of their system, and give back to the runs what was put aside."""

from typing import Annotated, ClassVar

import msgspec

from menjin.certification.administer import Viewed, last_run, list_accesses, list_after, list_submitted, view
from menjin.certification.certification import Certification, Kind, Status
from menjin.certification.certifications import Wanted
from menjin.certification.requeue import requeue, requeue_all
from menjin.clock import DAY, now
from menjin.contract import Function, Request, Result, certify, systems
from menjin.contract.dialects import certification_objects as shown
from menjin.contract.dialects import certify_objects as shown_by_certify
from menjin.contract.dialects.certify import GIVEN_BACK
from menjin.contract.paging import Paging
from menjin.profiles.administrator import check_administrator
from menjin.wiring import certification as wiring

function = Function(wiring.certification_desk)

# Longer than any place that a list gives out.
_Place = Annotated[str, msgspec.Meta(max_length=256)]


class Filter(Paging):
    """Which of those that were submitted, ``days`` ago or earlier, and which page of them."""

    empty_is_absent: ClassVar = ("status", "type", "days", "putAside")
    status: Status | None = None
    type: Kind | None = None
    days: Annotated[int, msgspec.Meta(ge=0, le=3650)] | None = None
    put_aside: bool = False

    @property
    def wanted(self) -> Wanted:
        """The same in the domain's words."""
        present = now()
        before = None if self.days is None else present - self.days * DAY
        return Wanted(self.status, self.type, before, self.put_aside, present)


class Asked(Filter):
    """The same; with ``after``, those that follow a place in place of a page. An empty one is the start."""

    after: _Place | None = None


class Lines(msgspec.Struct, rename="camel"):
    """How many lines of a list, from where on."""

    empty_is_absent: ClassVar = ("after",)
    after: _Place | None = None
    page_size: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10


class Chosen(msgspec.Struct):
    """Which certification."""

    id: str


@function.route(certify, "GET /certify/admin/lists", session="required")
def on_certify_lists(request: Request, services: wiring.CertificationDesk, asked: Filter) -> Result:
    """Document B: what was submitted, in document A's page shape."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    number, size = asked.cur_page, asked.page_size
    found = list_submitted(services.certifications, asked.wanted, system=request.system, number=number, size=size)
    return Result(shown_by_certify.page(found, number, size, english=request.english))


@function.route(systems, "GET /{system}/admin/certifications", session="required")
def on_systems_list(request: Request, services: wiring.CertificationDesk, asked: Asked) -> Result:
    """What was submitted: a page of it, or with ``after`` what follows a place, none skipped and none repeated."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    number, size, english = asked.cur_page, asked.page_size, request.english
    if asked.after is not None:
        after = asked.after or None
        found = list_after(services.certifications, asked.wanted, system=request.system, after=after, size=size)
        return Result(shown.stretch(found, english=english))
    listed = list_submitted(services.certifications, asked.wanted, system=request.system, number=number, size=size)
    return Result(shown.page(listed, number, size, english=english))


@function.route(certify, "GET /certify/admin/certify/{id}", session="required")
def on_certify_one(request: Request, services: wiring.CertificationDesk, chosen: Chosen) -> Result:
    """Document B: one certification, of state UNAUTHEN if its account never began it, with addresses of its pictures.

    That an administrator looked at it is written down first.
    """
    found = _view(request, services, chosen)
    return Result(shown_by_certify.viewed(found, english=request.english))


@function.route(systems, "GET /{system}/admin/certifications/{id}", session="required")
def on_systems_one(request: Request, services: wiring.CertificationDesk, chosen: Chosen) -> Result:
    """One certification, of state UNAUTHEN if its account never began it, with addresses of its pictures.

    That an administrator looked at it is written down first.
    """
    found = _view(request, services, chosen)
    return Result(shown.viewed(found, english=request.english))


@function.route(certify, "POST /certify/admin/requeue/{id}", session="required")
def on_certify_requeue(request: Request, services: wiring.CertificationDesk, chosen: Chosen) -> Result:
    """Give one certification that was put aside back to the runs; the certification, as it waits now."""
    found = _requeue(request, services, chosen)
    return Result(shown_by_certify.handled(found, english=request.english), message=GIVEN_BACK)


@function.route(systems, "POST /{system}/admin/certifications/{id}/requeue", session="required")
def on_systems_requeue(request: Request, services: wiring.CertificationDesk, chosen: Chosen) -> Result:
    """Give one certification that was put aside back to the runs; the certification, as it waits now."""
    found = _requeue(request, services, chosen)
    return Result(shown.certification(found, english=request.english))


@function.route(systems, "POST /{system}/admin/requeue", session="required")
def on_systems_requeue_all(request: Request, services: wiring.CertificationDesk) -> Result:
    """Give back what was put aside, as many as one request has time for; ``{count, more}``."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    count, more = requeue_all(services.certifications, system=request.system, now=now())
    return Result({"count": count, "more": more})


@function.route(certify, "GET /certify/admin/lastRun", session="required")
@function.route(systems, "GET /{system}/admin/runs/last", session="required")
def on_last_run(request: Request, services: wiring.CertificationDesk) -> Result:
    """The run that started last, and what has become of its items as of now; null before the first."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    return Result(shown.last_run(last_run(services.ledger, system=request.system)))


@function.route(systems, "GET /{system}/admin/accesses", session="required")
def on_systems_accesses(request: Request, services: wiring.CertificationDesk, asked: Lines) -> Result:
    """Which administrator looked at whose record, newest first."""
    check_administrator(services.accounts, services.profiles, request.signed_in)
    found = list_accesses(services.accesses, system=request.system, after=asked.after, size=asked.page_size)
    return Result(shown.accesses(found.accesses, found.following))


def _view(request: Request, services: wiring.CertificationDesk, chosen: Chosen) -> Viewed:
    account = check_administrator(services.accounts, services.profiles, request.signed_in)
    return view(
        services.certifications,
        services.accounts,
        services.accesses,
        services.links,
        system=request.system,
        administrator=account.id,
        place=chosen.id,
        request=request.request_id,
        now=now(),
    )


def _requeue(request: Request, services: wiring.CertificationDesk, chosen: Chosen) -> Certification:
    check_administrator(services.accounts, services.profiles, request.signed_in)
    return requeue(services.certifications, services.accounts, system=request.system, place=chosen.id, now=now())


handler = function.handler
