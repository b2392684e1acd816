"""The SMS error codes. Source: "API error codes" of SMS."""

from __future__ import annotations

from emulator.aliyun.errors import BusinessError

ERRORS: dict[str, tuple[int, str]] = {
    "isv.ACCOUNT_ABNORMAL": (200, "账户异常"),
    "isv.ACCOUNT_NOT_EXISTS": (200, "账户不存在"),
    "isv.AMOUNT_NOT_ENOUGH": (200, "账户余额不足"),
    "isv.BLACK_KEY_CONTROL_LIMIT": (200, "黑名单管控"),
    "isv.BUSINESS_LIMIT_CONTROL": (200, "触发天级流控Permits:10"),
    "isv.DAY_LIMIT_CONTROL": (200, "触发日发送限额"),
    "isv.DENY_IP_RANGE": (200, "源IP地址所在的地区被禁用"),
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": (200, "国际/港澳台消息模板不支持发送境内号码"),
    "isv.EXTEND_CODE_ERROR": (200, "扩展码使用错误，相同的扩展码不可用于多个签名"),
    "isv.INVALID_JSON_PARAM": (200, "JSON参数不合法，只接受字符串值"),
    "isv.INVALID_PARAMETERS": (200, "参数异常"),
    "isv.MOBILE_COUNT_OVER_LIMIT": (200, "手机号码数量超过限制"),
    "isv.MOBILE_NUMBER_ILLEGAL": (200, "非法手机号"),
    "isv.MONTH_LIMIT_CONTROL": (200, "触发月发送限额"),
    "isv.OUT_OF_SERVICE": (200, "业务停机"),
    "isv.PARAM_LENGTH_LIMIT": (200, "参数超出长度限制"),
    "isv.PARAM_NOT_SUPPORT_URL": (200, "不支持URL"),
    "isv.PHONENUMBERS_OVER_LIMIT": (200, "手机号码数量超过限制"),
    "isv.PRODUCT_UNSUBSCRIBE": (200, "产品未开通"),
    "isv.PRODUCT_UN_SUBSCRIPT": (200, "未开通云通信产品的阿里云客户"),
    "isv.SECURITY_FROZEN_ACCOUNT": (200, "因该账号长时间未使用，出于对您的账号安全考虑，已限制您账号的短信发送"),
    "isv.SIGN_STATE_ILLEGAL": (200, "签名状态不可用"),
    "isv.SMS_CONTENT_ILLEGAL": (200, "短信内容包含禁止发送内容"),
    "isv.SMS_SIGNATURE_ILLEGAL": (200, "短信签名不合法"),
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": (200, "短信所使用签名场景非法"),
    "isv.SMS_SIGN_ILLEGAL": (200, "签名禁止使用"),
    "isv.SMS_TEMPLATE_ILLEGAL": (200, "短信模板不合法"),
    "isv.SMS_TEST_NUMBER_LIMIT": (200, "只能向已回复授权信息的手机号发送"),
    "isv.SMS_TEST_SIGN_TEMPLATE_LIMIT": (200, "测试模板和签名限制"),
    "isv.TEMPLATE_MISSING_PARAMETERS": (200, "模板缺少变量"),
    "isv.TEMPLATE_PARAMS_ILLEGAL": (200, "传入的变量内容和变量属性不匹配"),
    "isp.GATEWAY_ERROR": (200, "网关错误"),
    "isp.RAM_PERMISSION_DENY": (200, "RAM权限DENY"),
    "isp.SYSTEM_ERROR": (200, "系统错误"),
    "isp.UNKNOWN": (200, "未知异常"),
}


def refused(code: str, message: str = "") -> BusinessError:
    """A business error; ``message`` replaces the table's text."""
    return BusinessError(code, message or ERRORS[code][1])
