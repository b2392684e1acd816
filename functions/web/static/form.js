// What the forms share: errors beside their fields, the captcha, the SMS button with its countdown.

import { call, system } from "./api.js";

const FIELD_OF = {
  1000: "phone", 1001: "name", 1002: "smsCode", 1003: "smsCode", 1005: "captcha", 1006: "captcha",
  1009: "captcha", 1010: "account", 1013: "idNumber",
};

export const PHONE = /^1[3-9]\d{9}$/;

/** The number as the server reads it. */
export function phoneOf(text) {
  return text.normalize("NFKC").replace(/[\s-]/g, "").replace(/^(\+86|0086|86)(?=1\d{10}$)/, "");
}

export function showSystem() {
  for (const place of document.querySelectorAll("[data-system]")) place.textContent = system;
}

/** Show `text` beside the field (or take it away), and tell assistive technology. */
export function showError(form, name, text) {
  const field = form.querySelector(`#${name}`);
  const place = document.getElementById(`${name}-error`);
  if (!place) return false;
  place.textContent = text;
  if (field) field.setAttribute("aria-invalid", text ? "true" : "false");
  return true;
}

export function clearErrors(form) {
  for (const place of form.querySelectorAll(".error")) place.textContent = "";
  for (const field of form.querySelectorAll("[aria-invalid]")) field.setAttribute("aria-invalid", "false");
  notice("");
}

export function notice(text) {
  document.querySelector("[data-notice]").textContent = text;
}

/** Show a failure beside the field it is about, else above the form; the first wrong field gets the focus. */
export function showFailure(form, failure, fallback) {
  const malformed = /^参数 (\w+) 不正确：(.*)$/.exec(failure.message);
  const name = malformed ? malformed[1] : FIELD_OF[failure.code] ?? fallback;
  const text = malformed ? malformed[2] : failure.message;
  if (!name || !showError(form, name, text)) return notice(failure.message);
  form.querySelector(`#${name}`)?.focus();
}

/** Show all problems; true if there are none. `problems` is a list of [field, text]. */
export function report(form, problems) {
  clearErrors(form);
  const found = problems.filter(([, text]) => text);
  for (const [name, text] of found) showError(form, name, text);
  if (found.length) form.querySelector(`#${found[0][0]}`)?.focus();
  return !found.length;
}

/** Run `work` with the button disabled, so that nothing is sent twice. */
export async function busy(button, work) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

/** A picture that is drawn anew by a click; returns the function that does so. */
export function captcha(form) {
  const button = form.querySelector("[data-captcha]");
  const renew = async () => {
    try {
      const drawn = await call("GET", "captcha/get");
      button.querySelector("img").src = drawn.image;
      form.elements.captcha.value = "";
    } catch (failure) {
      showError(form, "captcha", failure.message);
    }
  };
  button.addEventListener("click", async () => {
    await renew();
    form.elements.captcha.focus();
  });
  return renew;
}

/** The button that sends a code: one message, then a countdown. `phone()` gives the number or null. */
export function smsButton(form, phone, renewCaptcha) {
  const button = form.querySelector("[data-send]");
  const hint = document.getElementById("smsCode-hint");
  const label = button.textContent;
  const countDown = (seconds) => {
    const end = Date.now() + seconds * 1000;
    button.disabled = true;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0) {
        button.textContent = `${left} 秒后重发`;
        return setTimeout(tick, 250);
      }
      button.disabled = false;
      button.textContent = label;
    };
    tick();
  };
  button.addEventListener("click", async () => {
    const number = phone();
    const text = form.elements.captcha.value.trim();
    if (!number) return;
    showError(form, "captcha", text ? "" : "请输入图片中的字符");
    if (!text) return form.elements.captcha.focus();
    button.disabled = true;
    notice("");
    try {
      await call("POST", `register/sms/${encodeURIComponent(number)}`, { captcha: text });
      showError(form, "captcha", "");
      showError(form, "smsCode", "");
      hint.textContent = "验证码已发送，5 分钟内有效";
      countDown(60);
      form.elements.smsCode.focus();
    } catch (failure) {
      button.disabled = false;
      hint.textContent = "";
      if (failure.retryAfter) countDown(failure.retryAfter);
      showFailure(form, failure, "smsCode");
      // A captcha is good for one message, sent or refused.
      await renewCaptcha();
    }
  });
}

/** Buttons that show a password while it is typed. */
export function revealButtons(form) {
  for (const button of form.querySelectorAll("[data-reveal]")) {
    button.addEventListener("click", () => {
      const field = form.elements[button.dataset.reveal];
      const hidden = field.type === "password";
      field.type = hidden ? "text" : "password";
      button.textContent = hidden ? "隐藏" : "显示";
      button.setAttribute("aria-pressed", String(hidden));
    });
  }
}
