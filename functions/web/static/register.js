import { call } from "./api.js";
import { PHONE, busy, captcha, phoneOf, report, revealButtons, showError, showFailure, showSystem, smsButton } from "./form.js";

const form = document.getElementById("register");
const { phone, smsCode, name, password } = form.elements;

showSystem();
revealButtons(form);
const renew = captcha(form);
renew();
smsButton(form, checkedPhone, renew);

function checkedPhone() {
  const number = phoneOf(phone.value);
  const text = PHONE.test(number) ? "" : "请输入 11 位大陆手机号";
  showError(form, "phone", text);
  if (text) phone.focus();
  return text ? null : number;
}

async function askWhetherFree(path, field, taken) {
  try {
    showError(form, field, (await call("GET", path)) ? "" : taken);
  } catch (failure) {
    if (failure.status === 400) showFailure(form, failure, field);
  }
}

phone.addEventListener("change", () => {
  const number = phoneOf(phone.value);
  if (PHONE.test(number)) askWhetherFree(`register/checkPhone/${number}`, "phone", "手机号已经存在，请直接登录");
});

name.addEventListener("change", () => {
  const wanted = name.value.trim();
  showError(form, "name", "");
  if (wanted) askWhetherFree(`register/checkName/${encodeURIComponent(wanted)}`, "name", "用户名已经存在");
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const number = phoneOf(phone.value);
  const fine = report(form, [
    ["phone", PHONE.test(number) ? "" : "请输入 11 位大陆手机号"],
    ["smsCode", /^\d{6}$/.test(smsCode.value.trim()) ? "" : "请输入短信中的 6 位数字"],
    ["password", password.value.length >= 8 ? "" : "密码至少 8 个字符"],
  ]);
  if (!fine) return;
  const fields = { phone: number, smsCode: smsCode.value.trim(), password: password.value };
  if (name.value.trim()) fields.name = name.value.trim();
  busy(form.querySelector("[type=submit]"), async () => {
    try {
      await call("POST", "register/register", fields);
      location.assign("index.html");
    } catch (failure) {
      showFailure(form, failure);
    }
  });
});
