"""What each field is about, for those whose type does not say so: requests and answers alike.

A field that means something else in one document has an entry of its own, ``letter.name``.
"""

from __future__ import annotations

ABOUT = {
    "system": "System, that is tenant · 系统名称",
    "account": "Account: phone number, user name or mail address · 账号：手机号、用户名或邮箱",
    "after": "Place in the list, `next` of the answer before; empty for the start · 上一页返回的 next",
    "bucket": "OSS bucket · 存储空间",
    "object": "OSS key of the uploaded picture · 对象名",
    "upload": "Our mark from the upload's policy · 上传凭证",
    "captcha": "Text of the picture captcha · 图片验证码",
    "captchaId": "Name of the captcha, for clients without its cookie · 图片验证码编号",
    "code": "Code by SMS or mail, or text of the captcha · 验证码",
    "A.code": "Text of the picture captcha · 图片验证码",
    "C.code": "What the code is for: 101 login, 103 payment password, 200 registration · 用途",
    "D.code": "Text of the picture captcha, after several failures · 图片验证码",
    "authCode": "Text of the captcha, for purpose 200 · 图片验证码",
    "random": "Once-only text; for purpose 200 the captcha's token · 随机数，或图片验证码的 token",
    "sign": "Upper-case MD5 of code=…&random=…&userTel=…&key=… · 验签",
    "cookie": "The client's device token · 设备标识",
    "curPage": "Page, from 1 · 页码",
    "pageSize": "Rows a page · 每页条数",
    "enterpriseCode": "Code of a company; its sub-accounts register with it · 企业编码",
    "file": "File of the page · 文件",
    "rest": "Any path that is nobody's · 任意路径",
    "id": "Number · 编号",
    "A.id": "Number; `{account}-person` or `{account}-company` for a certification · 编号",
    "B.id": "Number of the account, or of the certification · 编号",
    "msgCode": "Code by SMS · 短信验证码",
    "smsCode": "Code by SMS · 短信验证码",
    "verification": "Code by SMS or mail · 验证码",
    "status": "Where the certification stands · 认证状态",
    "days": "Submitted so many days ago, or earlier · 提交至今的天数",
    "putAside": "Only those that wait for an administrator · 仅列出已搁置的",
    "slot": "What the picture is for · 图片用途",
    "token": "Session token, or token of another system · 令牌",
    "C.token": "Name of a captcha, from send/getToken · 图片验证码的 token",
    "D.token": "Account: user name or phone number · 用户名或手机号",
    "type": "Kind · 类型",
    "userName": "User name · 用户名",
    "{system}.kap": "The captcha that the browser was shown; named after the system · 图片验证码的 cookie",
    "{system}.flow": "Stands for the phone or mail that asked for a code; named after the system · 验证流程的 cookie",
}


def about(letter: str, name: str) -> str:
    """What the field of that document is about; empty if its type says so."""
    return ABOUT.get(f"{letter}.{name}", ABOUT.get(name, ""))
