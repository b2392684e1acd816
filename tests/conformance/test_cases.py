"""Reports of pytest and mocha become cases: samples as the programs wrote them, shortened."""

from __future__ import annotations

from conformance.cases import Case, Outcome, from_junit, from_mocha

JUNIT = """<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="2"
 failures="1" skipped="1" tests="5" time="79.2" timestamp="2026-11-20T23:11:02.164253+00:00" hostname="host">
<testcase classname="tests.test_object.TestObject" name="test_object" time="0.081" />
<testcase classname="tests.test_object.TestObject" name="test_process_object" time="1.025"><failure
 message="oss2.exceptions.ServerError: {'status': 501, 'x-oss-request-id': 'F93E'}">traceback</failure></testcase>
<testcase classname="tests.test_object.TestObject" name="test_update" time="0.5" />
<testcase classname="tests.test_object.TestObject" name="test_update" time="0.5"><error
 message="failed on teardown with &quot;assert 3 == 0&quot;">traceback</error></testcase>
<testcase classname="tests.test_init.TestInit" name="test_init" time="0.0"><skipped type="pytest.skip"
 message="no network">reason</skipped></testcase>
</testsuite></testsuites>"""

MOCHA = """\
{"state":"passed","title":"test bucket in iterate 0 putBucket() should create a bucket"}
{"state":"failed","title":"test bucket listBuckets() should list","error":"getaddrinfo ENOTFOUND oss.localhost"}
{"state":"failed","title":"test bucket listBuckets() should list","error":"again"}
{"state":"pending","title":"test bucket worm should abort"}
"""


def test_junit() -> None:
    assert from_junit(JUNIT, prefix="tests.") == [
        Case("test_object.TestObject.test_object", Outcome.PASSED),
        Case(
            "test_object.TestObject.test_process_object",
            Outcome.FAILED,
            "oss2.exceptions.ServerError: {'status': 501, 'x-oss-request-id': 'F93E'}",
        ),
        # Passed, and then its teardown failed: two elements, one case.
        Case("test_object.TestObject.test_update", Outcome.FAILED, 'failed on teardown with "assert 3 == 0"'),
        Case("test_init.TestInit.test_init", Outcome.SKIPPED),
    ]


def test_mocha_numbers_titles_that_occur_again() -> None:
    assert from_mocha(MOCHA) == [
        Case("test bucket in iterate 0 putBucket() should create a bucket", Outcome.PASSED),
        Case("test bucket listBuckets() should list", Outcome.FAILED, "getaddrinfo ENOTFOUND oss.localhost"),
        Case("test bucket listBuckets() should list (2)", Outcome.FAILED, "again"),
        Case("test bucket worm should abort", Outcome.SKIPPED),
    ]


def test_mocha_names_begin_with_the_prefix() -> None:
    assert from_mocha('{"state":"passed","title":"works"}\n', prefix="V4 ") == [Case("V4 works", Outcome.PASSED)]


def test_long_details_are_cut() -> None:
    (case,) = from_mocha('{"state":"failed","title":"t","error":"' + "x" * 5000 + '"}')
    assert len(case.detail) == 300
