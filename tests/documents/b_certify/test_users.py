"""二, 13-15: one's own account, one's company's, and everybody's."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.documents.b_certify.client import EXIST, FAIL, NOT_ALLOWED, NOT_SIGNED_IN, Client
from tests.documents.b_certify.conftest import Member, Visit
from tests.documents.stage import Company, Stage
from tests.product import new_name

FIELDS = {
    "id",
    "userName",
    "realName",
    "phone",
    "email",
    "personalStatus",
    "companyStatus",
    "wechatNickname",
    "roles",
    "company",
    "loginTime",
}


def masked(phone: str) -> str:
    """A number as those see it whose number it is not."""
    return f"{phone[:3]}****{phone[-4:]}"


def check_page(page: dict[str, Any], number: int, size: int) -> list[dict[str, Any]]:
    """The rows of a page in document A's shape."""
    assert set(page) == {"list", "pagination"}, page
    total = page["pagination"]["totalSize"]
    assert page["pagination"] == {
        "curPage": number,
        "pageSize": size,
        "totalPage": -(-total // size),
        "totalSize": total,
    }
    assert len(page["list"]) <= size
    for row in page["list"]:
        assert set(row) - {"openid"} == FIELDS, row
        assert row.pop("openid", None) is None
        assert "*" in row["phone"]
        assert row["email"] is None or "*" in row["email"]
    return list(page["list"])


class TestOneself:
    """13. /user/getUser"""

    def test_one_sees_everything_of_oneself(self, member: Member) -> None:
        address = member.binds_mail()
        user = member.client.get_user().data
        assert set(user) == FIELDS | {"openid"}
        assert (user["phone"], user["email"], user["userName"]) == (member.phone, address, member.name)

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_only_for_those_signed_in(self, client: Client) -> None:
        assert client.get_user().outcome == NOT_SIGNED_IN

    def test_an_administrator(self, administrator: Client) -> None:
        assert administrator.get_user().data["roles"] == ["simple", "super"]

    def test_a_companys_administrator(self, company: Company, owner: Client) -> None:
        user = owner.get_user().data
        assert user["roles"] == ["simple", "identity", "company"]
        assert user["company"] == {"name": company.name, "enterpriseCode": company.enterprise_code}
        assert (user["personalStatus"], user["companyStatus"]) == ("PASS", "PASS")
        assert user["realName"] == "张*"
        assert user["phone"] == company.owner.phone

    def test_a_sub_account(self, stage: Stage, client: Client, company: Company) -> None:
        name = new_name()
        phone = stage.sub_account(company.enterprise_code, name)
        answer = client.phone_login(phone, stage.digest("correct horse battery"))
        assert answer.type == "OK"
        user = answer.data
        assert (user["roles"], user["userName"], user["phone"]) == (["simple"], name, phone)
        assert (user["personalStatus"], user["companyStatus"], user["company"]) == ("UNAUTHEN", "UNAUTHEN", None)


class TestMembers:
    """14. /user/getUsers"""

    def test_a_companys_members(self, stage: Stage, company: Company, owner: Client, member: Member) -> None:
        phones = [stage.sub_account(company.enterprise_code) for _ in range(3)]
        answer = owner.get_users(pageSize=100)
        assert answer.type == "OK"
        rows = check_page(answer.data, 1, 100)
        assert {masked(phone) for phone in phones} <= {row["phone"] for row in rows}
        assert member.id not in {row["id"] for row in rows}
        subs = [row for row in rows if row["id"] != company.owner.id]
        assert all(row["roles"] == ["simple"] for row in subs)
        assert all(row["company"] is None for row in rows), "its code lets people join"
        assert company.enterprise_code not in str(answer.body)
        assert owner.get_user().data["company"]["enterpriseCode"] == company.enterprise_code

    def test_nobody_is_shown_the_openid_of_another(
        self, visit: Visit, administrator: Client, owner: Client, member: Member
    ) -> None:
        client = visit()
        openid = f"openid-{new_name()}"
        assert client.wechat_auto_login(openid).outcome == EXIST
        assert client.wechat_login(member.phone, member.password).data["openid"] == openid
        for answer in (owner.get_users(), administrator.admin_get_users(pageSize=100)):
            assert openid not in str(answer.body)
            assert all("openid" not in row for row in answer.data["list"])

    def test_page_by_page(self, stage: Stage, company: Company, owner: Client) -> None:
        for _ in range(2):
            stage.sub_account(company.enterprise_code)
        whole = check_page(owner.get_users(pageSize=100).data, 1, 100)
        pages = [
            row
            for n in range(1, len(whole) + 1)
            for row in check_page(owner.get_users(curPage=n, pageSize=1).data, n, 1)
        ]
        assert pages == whole
        assert check_page(owner.get_users(curPage=len(whole) + 1, pageSize=1).data, len(whole) + 1, 1) == []

    def test_who_has_no_company_has_no_members(self, member: Member) -> None:
        answer = member.client.get_users()
        assert answer.type == "OK"
        assert {row["id"] for row in check_page(answer.data, 1, 10)} <= {member.id}

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_only_for_those_signed_in(self, client: Client) -> None:
        assert client.get_users().outcome == NOT_SIGNED_IN


class TestEverybody:
    """15. /user/admin/getUsers"""

    def test_an_administrator_sees_everybody(self, administrator: Client, member: Member) -> None:
        ids = []
        page = administrator.admin_get_users(pageSize=100)
        assert page.type == "OK"
        for number in range(1, page.data["pagination"]["totalPage"] + 1):
            rows = check_page(administrator.admin_get_users(curPage=number, pageSize=100).data, number, 100)
            ids += [row["id"] for row in rows]
            found = [row for row in rows if row["id"] == member.id]
            for row in found:
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", row.pop("loginTime"))
                assert row == {
                    "id": member.id,
                    "userName": member.name,
                    "realName": member.name,
                    "phone": masked(member.phone),
                    "email": None,
                    "personalStatus": "UNAUTHEN",
                    "companyStatus": "UNAUTHEN",
                    "wechatNickname": None,
                    "roles": ["simple"],
                    "company": None,
                }
        assert ids.count(member.id) == 1
        assert len(ids) == len(set(ids)) == page.data["pagination"]["totalSize"]

    def test_ten_at_a_time(self, administrator: Client) -> None:
        check_page(administrator.admin_get_users().data, 1, 10)

    @pytest.mark.parametrize("language", ["zh", "en"])
    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"curPage": "0"}, "curPage"),
            ({"curPage": "x"}, "curPage"),
            ({"pageSize": "0"}, "pageSize"),
            ({"pageSize": "101"}, "pageSize"),
            ({"pageSize": "-1"}, "pageSize"),
        ],
    )
    def test_no_such_page(self, administrator: Client, query: dict[str, str], field: str) -> None:
        answer = administrator.admin_get_users(**query)
        assert answer.outcome == FAIL
        assert field in answer.message

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_nobody_else_does(self, client: Client, member: Member) -> None:
        assert client.admin_get_users().outcome == NOT_SIGNED_IN
        assert member.client.admin_get_users().outcome == NOT_ALLOWED

    def test_not_even_a_companys_administrator(self, owner: Client) -> None:
        assert owner.admin_get_users().outcome == NOT_ALLOWED
