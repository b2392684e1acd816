"""The SMS error codes that the local cloud raises or can be asked for. Source: "API error codes" of SMS."""

from __future__ import annotations

from emulator.aliyun.errors import BusinessError

ERRORS: dict[str, tuple[int, str]] = {
    "isv.AMOUNT_NOT_ENOUGH": (200, "账户余额不足"),
    "isv.BLACK_KEY_CONTROL_LIMIT": (200, "黑名单管控"),
    "isv.BUSINESS_LIMIT_CONTROL": (200, "触发天级流控Permits:10"),
    "isv.DAY_LIMIT_CONTROL": (200, "触发日发送限额"),
    "isv.INVALID_JSON_PARAM": (200, "JSON参数不合法，只接受字符串值"),
    "isv.INVALID_PARAMETERS": (200, "参数异常"),
    "isv.MOBILE_COUNT_OVER_LIMIT": (200, "手机号码数量超过限制"),
    "isv.MOBILE_NUMBER_ILLEGAL": (200, "非法手机号"),
    "isv.OUT_OF_SERVICE": (200, "业务停机"),
    "isv.PARAM_LENGTH_LIMIT": (200, "参数超出长度限制"),
    "isv.PARAM_NOT_SUPPORT_URL": (200, "不支持URL"),
    "isv.SMS_SIGNATURE_ILLEGAL": (200, "短信签名不合法"),
    "isv.SMS_TEMPLATE_ILLEGAL": (200, "短信模板不合法"),
    "isv.TEMPLATE_MISSING_PARAMETERS": (200, "模板缺少变量"),
    "isv.TEMPLATE_PARAMS_ILLEGAL": (200, "传入的变量内容和变量属性不匹配"),
    "isp.RAM_PERMISSION_DENY": (200, "RAM权限DENY"),
    "isp.SYSTEM_ERROR": (200, "系统错误"),
}


def refused(code: str, message: str = "") -> BusinessError:
    """A business error; ``message`` replaces the table's text."""
    return BusinessError(code, message or ERRORS[code][1])
