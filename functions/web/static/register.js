// Opening an account: a phone proved by a code, a password, a name if one likes.

import { call } from "./api.js";
import { captcha, smsButton } from "./codes.js";
import {
  MOBILE_WANTED, busy, codeIn, mobileIn, notice, prepare, report, showError, showFailure, typed,
} from "./form.js";
import { showSystem } from "./head.js";

const form = document.getElementById("register");
const { phone, smsCode, name, password } = form.elements;

showSystem();
prepare(form);
const renewCaptcha = captcha(form);
renewCaptcha();
smsButton(form, phone, renewCaptcha);

phone.addEventListener("change", () => {
  const number = mobileIn(phone);
  if (number) askWhetherFree("phone", `register/checkPhone/${number}`, "手机号已经存在，请直接登录");
});

name.addEventListener("change", () => {
  const wanted = typed(name);
  if (wanted) askWhetherFree("name", `register/checkName/${encodeURIComponent(wanted)}`, "用户名已经存在");
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const fine = report(form, [
    ["phone", mobileIn(phone) ? "" : MOBILE_WANTED],
    ["smsCode", codeIn(smsCode) ? "" : "请输入短信中的 6 位数字"],
    ["password", password.value.length >= 8 ? "" : "密码至少 8 个字符"],
  ]);
  if (fine) busy(form.querySelector("[type=submit]"), register);
});

// A hint while typing. Failing to get it stops nobody: registering decides.
async function askWhetherFree(field, path, taken) {
  const asked = form.elements[field].value;
  const answer = await call("GET", path).catch((failure) => failure);
  if (form.elements[field].value !== asked) return;
  if (answer === false) showError(form, field, taken);
  else if (answer.code === 400) showError(form, field, answer.message.replace(/^.*?：/, ""));
}

async function register() {
  const fields = { phone: mobileIn(phone), smsCode: codeIn(smsCode), password: password.value };
  if (typed(name)) fields.name = typed(name);
  try {
    await call("POST", "register/register", fields);
    notice(form, "");
    location.replace("index.html");
  } catch (failure) {
    showFailure(form, failure);
  }
}
