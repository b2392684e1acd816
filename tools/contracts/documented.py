"""Every path of the five documents, with the methods that the document (or the contract, where it is silent) names.

``PATHS`` is copied from the documents by hand: it is what the product is held against, so it is not derived from it.
``OURS`` are the paths for administrators that the product adds, each in the form of the document that it is told in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FOLDERS = {"A": "a_systems", "B": "b_certify", "C": "c_send", "D": "d_auth", "E": "e_user"}
"""Document → the folder of ``tests/documents`` that plays it."""

PATHS = """
A GET /asset/policy
A POST /asset/callback
A GET /{system}/captcha/get
A GET /{system}/captcha/check/{code}
A GET /web/{system}/register.html
A GET /web/{system}/login.html
A GET /web/{system}/index.html
A POST /{system}/register/register
A GET,POST /{system}/register/sms/{phone}
A GET /{system}/register/checkPhone/{phone}
A GET /{system}/register/checkName/{name}
A POST /{system}/login/jwt
A POST /{system}/login/logout
A GET /{system}/security
A POST /{system}/security/changeAdmin
A POST /{system}/security/changePassword
A POST /{system}/security/changePhone
A GET,POST /{system}/security/updatePhone
A GET /{system}/identify
A GET /{system}/identify/get
A POST /{system}/identify/save
A POST /{system}/identify/submit
A GET /{system}/message
A POST /{system}/message/read/{id}
A GET /{system}/dict
A GET /{system}/dict/{type}
B GET,POST /user/phone/getRegistVerify
B GET,POST /user/phone/getUpdateVeridy
B GET,POST /user/phone/getGetbackVerify
B GET,POST /user/login/getLoginVerify
B GET,POST /user/email/getBindVerify
B GET,POST /user/email/getGetbackVerify
B GET,POST /user/register
B GET,POST /user/phone/getbackPassord
B GET,POST /user/email/getbackPassord
B POST /user/updatePassword
B POST /user/updatePhone
B POST /user/updateEmail
B GET /user/getUser
B GET /user/getUsers
B GET /user/admin/getUsers
B POST /user/web/login
B POST /user/phone/login
B POST /user/wechat/login
B POST /user/wechat/autoLogin
B POST /user/web/loginByVerify
B POST /user/checkPassword
B POST /certify/personalCertify
B GET /certify/getPersonalCertify
B POST /certify/companyCertify
B GET /certify/getCompanyCertify
B GET /certify/admin/lists
B GET /certify/admin/certify/{id}
B POST /certify/admin/startCertify
C GET /send/getToken
C GET /send/authCode
C GET /send/code
C POST /user/openRegist
D GET /code/image
D GET /code
D GET /code/phone
D GET,POST /auth/login
E GET /user/count/{account}
E GET /user/id/{id}
E GET /user/account/{account}
E GET,POST /user/login
E POST /user/regist
E PUT /user/password/reset
"""
OURS = """
A GET /{system}/admin/certifications
A GET /{system}/admin/certifications/{id}
A POST /{system}/admin/certifications/{id}/requeue
A POST /{system}/admin/requeue
A POST /{system}/admin/runs
A GET /{system}/admin/runs/last
A GET /{system}/admin/accesses
B POST /certify/admin/requeue/{id}
B GET /certify/admin/lastRun
"""


@dataclass(frozen=True)
class Documented:
    """One path with one of its methods."""

    document: str
    method: str
    path: str


def documented() -> Iterator[Documented]:
    """Every row: the documents' in their order, then ours."""
    for line in (PATHS + OURS).split("\n"):
        if not line:
            continue
        document, methods, path = line.split(" ")
        for method in methods.split(","):
            yield Documented(document, method, path)
