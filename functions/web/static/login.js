import { call } from "./api.js";
import { PHONE, busy, captcha, phoneOf, report, revealButtons, showError, showFailure, showSystem, smsButton } from "./form.js";

const form = document.getElementById("login");
const { account, password, smsCode } = form.elements;
const captchaField = form.querySelector("[data-captcha-field]");

showSystem();
revealButtons(form);
const renew = captcha(form);
smsButton(form, checkedPhone, renew);

const way = () => form.elements.way.value;

function demandCaptcha() {
  captchaField.hidden = false;
  return renew();
}

function checkedPhone() {
  const number = phoneOf(account.value);
  const text = PHONE.test(number) ? "" : "请输入 11 位大陆手机号";
  showError(form, "account", text);
  if (text) account.focus();
  return text ? null : number;
}

for (const choice of form.querySelectorAll("[name=way]")) {
  choice.addEventListener("change", () => {
    for (const field of form.querySelectorAll("[data-way]")) field.hidden = field.dataset.way !== way();
    form.querySelector("[data-account-label]").textContent = way() === "code" ? "手机号" : "手机号、用户名或邮箱";
    report(form, []);
    captchaField.hidden = true;
    if (way() === "code") demandCaptcha();
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const byCode = way() === "code";
  const fine = report(form, [
    ["account", account.value.trim() ? "" : "请输入账号"],
    ["password", byCode || password.value ? "" : "请输入密码"],
    ["smsCode", !byCode || /^\d{6}$/.test(smsCode.value.trim()) ? "" : "请输入短信中的 6 位数字"],
    ["captcha", byCode || captchaField.hidden || form.elements.captcha.value.trim() ? "" : "请输入图片中的字符"],
  ]);
  if (!fine) return;
  const fields = { account: account.value.trim() };
  if (byCode) fields.smsCode = smsCode.value.trim();
  else fields.password = password.value;
  if (!byCode && !captchaField.hidden) fields.captcha = form.elements.captcha.value.trim();
  busy(form.querySelector("[type=submit]"), async () => {
    try {
      await call("POST", "login/jwt", fields);
      location.assign("index.html");
    } catch (failure) {
      if (!byCode && (failure.code === 1009 || !captchaField.hidden)) await demandCaptcha();
      showFailure(form, failure, byCode ? "smsCode" : "password");
    }
  });
});
