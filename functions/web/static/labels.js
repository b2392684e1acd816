// What the API's words are called for administrators.

export const STATUS = { UNAUTHEN: "未认证", AUTHEN: "审核中", PASS: "已通过", UNPASS: "未通过", EXPIRED: "已过期" };
export const KIND = { person: "个人", company: "企业" };
export const RUN_KIND = { ...KIND, all: "个人和企业" };
export const ASIDE = {
  outages: "多次遇到服务故障，已暂停自动核验",
  answer_lost: "付费核验的结果在途中丢失，不会自动再次付费",
};
export const NOTICE = { PASS: "通过", UNPASS: "未通过", EXPIRED: "已过期", warning: "即将到期" };
export const CHANNEL = { message: "站内消息", sms: "短信", mail: "邮件" };
export const DELIVERY = { open: "待发送", done: "已处理" };
export const PICTURE = { identity1: "身份证人像面", identity2: "身份证国徽面", licence: "营业执照" };

/** Who a record is about, as far as an administrator may know it. */
export function title(item) {
  return (item.type === "person" ? item.name : item.companyName) ?? "未填写";
}

/** `个人 · 账号 4711`. */
export function subject(item) {
  return `${KIND[item.type]} · 账号 ${item.account}`;
}

/** `¥1.20` for `"1.200"`: thousandths only where there are some. */
export function yuan(text) {
  return `¥${text.replace(/(\.\d\d)0$/, "$1")}`;
}
