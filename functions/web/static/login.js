// Signing in with a password or with a code; after several failures a captcha joins the password.

import { call } from "./api.js";
import { captcha, smsButton } from "./codes.js";
import { busy, codeIn, clearErrors, notice, prepare, report, showFailure, typed } from "./form.js";
import { showSystem } from "./head.js";

const CAPTCHA_REQUIRED = 1009;

const form = document.getElementById("login");
const { account, password, smsCode, captcha: guess, way } = form.elements;
const captchaField = form.querySelector("[data-captcha-field]");

showSystem();
prepare(form);
const renewCaptcha = captcha(form);
smsButton(form, account, renewCaptcha);
const again = new URLSearchParams(location.search).get("again");
const wanted = again === "admin" ? "admin.html" : "index.html";
form.querySelector("[data-again]").hidden = again === null;
for (const choice of way) choice.addEventListener("change", showWay);
// A reloaded page gets its choice back only after its scripts have run.
window.addEventListener("pageshow", showWay);

const byCode = () => way.value === "code";

function showWay() {
  for (const field of form.querySelectorAll("[data-way]")) field.hidden = field.dataset.way !== way.value;
  form.querySelector("[data-account-label]").textContent = byCode() ? "手机号" : "手机号、用户名或邮箱";
  account.inputMode = byCode() ? "tel" : "text";
  clearErrors(form);
  captchaField.hidden = !byCode();
  if (byCode()) renewCaptcha();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const fine = report(form, [
    ["account", typed(account) ? "" : byCode() ? "请输入手机号" : "请输入账号"],
    ["password", byCode() || password.value ? "" : "请输入密码"],
    ["captcha", byCode() || captchaField.hidden || typed(guess) ? "" : "请输入图片中的字符"],
    ["smsCode", !byCode() || codeIn(smsCode) ? "" : "请输入短信中的 6 位数字"],
  ]);
  if (fine) busy(form.querySelector("[type=submit]"), signIn);
});

async function signIn() {
  try {
    await call("POST", "login/jwt", { account: typed(account), ...proof() });
    notice(form, "");
    location.replace(wanted);
  } catch (failure) {
    if (!byCode() && (failure.code === CAPTCHA_REQUIRED || !captchaField.hidden)) {
      captchaField.hidden = false;
      await renewCaptcha();
    }
    showFailure(form, failure);
  }
}

function proof() {
  if (byCode()) return { smsCode: codeIn(smsCode) };
  return captchaField.hidden ? { password: password.value } : { password: password.value, captcha: typed(guess) };
}
