// The picture captcha, and the SMS button with its countdown.

import { call, system } from "./api.js";
import { MOBILE_WANTED, busy, mobileIn, notice, showError, showFailure, typed } from "./form.js";
import { duration } from "./words.js";

const PAUSE_S = 60;

/** A captcha that a click draws anew. Returns the function that does so and empties its field. */
export function captcha(form) {
  const button = form.querySelector("[data-captcha]");
  const field = form.elements.captcha;
  const renew = async () => {
    // The picture that is still shown is no longer the one that counts.
    button.ariaBusy = "true";
    try {
      button.querySelector("img").src = (await call("GET", "captcha/get")).image;
      field.value = "";
    } catch (failure) {
      showError(form, "captcha", failure.message);
    } finally {
      button.ariaBusy = null;
    }
  };
  button.addEventListener("click", async () => {
    await renew();
    showError(form, "captcha", "");
    field.focus();
  });
  return renew;
}

/** The button that sends a code to the number in `phone`. A captcha is good for one message, sent or refused. */
export function smsButton(form, phone, renewCaptcha) {
  const button = form.querySelector("[data-send]");
  const { captcha: guess, smsCode } = form.elements;
  const countDown = countdown(button, phone, renewCaptcha);

  const send = async (number) => {
    notice(form, "");
    try {
      await call("POST", `register/sms/${number}`, { captcha: typed(guess) });
      showError(form, "smsCode", "");
      say(form, `验证码已发送至 ${number.slice(0, 3)}****${number.slice(-4)}，5 分钟内有效`);
      countDown(number, PAUSE_S);
      smsCode.focus();
    } catch (failure) {
      say(form, "");
      await renewCaptcha();
      showFailure(form, failure, "smsCode");
      if (failure.retryAfter) countDown(number, failure.retryAfter);
    }
  };

  button.addEventListener("click", () => {
    const number = mobileIn(phone);
    showError(form, phone.id, number ? "" : MOBILE_WANTED);
    showError(form, "captcha", typed(guess) ? "" : "请输入图片中的字符");
    if (!number) phone.focus();
    else if (!typed(guess)) guess.focus();
    else busy(button, () => send(number));
  });
  guess.addEventListener("keydown", (event) => {
    // Whoever has just read the picture and presses Enter wants the code, not the end of the form.
    if (event.key !== "Enter" || typed(smsCode) || button.disabled || button.closest("[hidden]")) return;
    event.preventDefault();
    button.click();
  });
}

function say(form, text) {
  form.querySelector("#smsCode-hint").textContent = text;
}

// The pause belongs to a number and outlives a reload: correcting a slip of the pen need not wait, reloading does.
function countdown(button, phone, renewCaptcha) {
  const label = button.textContent;
  const key = () => `sms ${system} ${mobileIn(phone)}`;
  let timer = 0;
  const show = () => {
    clearTimeout(timer);
    const left = Math.ceil((Number(sessionStorage.getItem(key())) - Date.now()) / 1000);
    button.textContent = left > 0 ? `${duration(left)}后重发` : label;
    if (left > 0) timer = setTimeout(show, 500);
    else if (button.disabled) renewCaptcha();
    button.disabled = left > 0;
  };
  phone.addEventListener("input", show);
  // A reloaded page gets its fields back only after its scripts have run.
  window.addEventListener("pageshow", show);
  return (number, seconds) => {
    sessionStorage.setItem(`sms ${system} ${number}`, String(Date.now() + seconds * 1000));
    show();
  };
}
