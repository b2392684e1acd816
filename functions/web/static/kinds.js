// What the two kinds of certification ask for and say; certification.js does with it what both have in common.

import { creditCodeProblem, idNumberProblem } from "./numbers.js";
import { copyable } from "./dom.js";
import { lastDay, moment } from "./words.js";

const fine = () => "";

/**
 * Kind → `states`, [word, explanation] by status; `locked`, what is said while another certification is missing;
 * `fields`, [words if empty, check of what was typed] by name; `number`, the field that nobody else may have;
 * `facts`, rows about what was submitted; `document`, what proves it.
 */
export const KINDS = {
  person: {
    states: {
      UNAUTHEN: ["未认证", "提交姓名、身份证号码和身份证照片，完成实名认证。"],
      AUTHEN: ["审核中", "资料已提交，正在等待审核。结果会以短信和消息通知您，本页也会自动更新。"],
      PASS: ["已通过", "您已完成实名认证。"],
      UNPASS: ["未通过", "上次填写的资料已为您保留，请按原因修改后重新提交。"],
      EXPIRED: ["已过期", "身份证已过有效期，认证随之失效。请用新的身份证重新认证。"],
    },
    fields: {
      name: ["请输入真实姓名", fine],
      idNumber: ["请输入身份证号码", idNumberProblem],
    },
    number: "idNumber",
    document: "证件",
    facts: (found) => [
      ["姓名", found.name],
      ["身份证号码", found.idNumber],
    ],
  },
  company: {
    states: {
      UNAUTHEN: ["未认证", "提交企业资料和营业执照照片，完成企业认证，取得企业编码。"],
      AUTHEN: ["审核中", "资料已提交，正在等待审核。结果会以短信和消息通知您，本页也会自动更新。"],
      PASS: ["已通过", "企业认证已完成，您是该企业的管理员。"],
      UNPASS: ["未通过", "上次填写的资料已为您保留，请按原因修改后重新提交。"],
      EXPIRED: ["已过期", "营业执照已过有效期，认证随之失效。请用新的营业执照重新认证。"],
    },
    locked: "企业认证由已实名的本人办理：请先通过实名认证，通过后即可在这里填写。",
    fields: {
      companyName: ["请输入企业名称", fine],
      licenceNumber: ["请输入统一社会信用代码", creditCodeProblem],
      legal: ["请输入法定代表人姓名", fine],
      companyAddress: ["请输入企业地址", fine],
      companyPhone: ["请输入企业电话", fine],
    },
    number: "licenceNumber",
    document: "执照",
    facts: (found) => [
      ["企业编码", found.status === "PASS" && found.enterpriseCode && copyable(found.enterpriseCode, "企业编码")],
      ["企业名称", found.companyName],
      ["信用代码", found.licenceNumber],
      ["法定代表人", found.legal],
      ["企业地址", found.companyAddress],
      ["企业电话", found.companyPhone],
    ],
  },
};

/** Rows about when a certification was submitted and decided, and how long its document is good. */
export function dates({ status, submittedAt, decidedAt, expiresAt }, document) {
  const ended = status === "EXPIRED";
  const until = expiresAt ? lastDay(expiresAt) : status === "PASS" && "长期";
  return [
    ["提交时间", !ended && moment(submittedAt)],
    ["审核时间", !ended && moment(decidedAt)],
    [`${document}有效期至`, ["PASS", "EXPIRED"].includes(status) && until],
  ];
}
