// What all forms share: errors beside their fields, notices, buttons that work once at a time.

const FIELD_OF = {
  1000: "phone", 1001: "name", 1002: "smsCode", 1003: "smsCode", 1005: "captcha", 1006: "captcha",
  1007: "password", 1009: "captcha", 1010: "account",
};
const MOBILE = /^1[3-9]\d{9}$/;

/** Errors go away while their field is corrected; passwords can be looked at. */
export function prepare(form) {
  form.addEventListener("input", (event) => showError(form, event.target.id, ""));
  for (const button of form.querySelectorAll("[data-reveal]")) {
    button.addEventListener("click", () => reveal(button, form.elements[button.dataset.reveal]));
  }
}

function reveal(button, field) {
  const hidden = field.type === "password";
  field.type = hidden ? "text" : "password";
  button.textContent = hidden ? "隐藏" : "显示";
  button.ariaLabel = `${button.textContent}密码`;
}

/** The field's text without blanks around it. */
export function typed(field) {
  return field.value.trim();
}

/** The mobile number in a field as the server will read it, or null. */
export function mobileIn(field) {
  const number = field.value.normalize("NFKC").replace(/[\s-]/g, "").replace(/^(\+86|0086|86)(?=1\d{10}$)/, "");
  return MOBILE.test(number) ? number : null;
}

export const MOBILE_WANTED = "请输入 11 位大陆手机号";

/** A code as people paste it: blanks do not matter. Six digits, or null. */
export function codeIn(field) {
  const code = field.value.normalize("NFKC").replace(/\s/g, "");
  return /^\d{6}$/.test(code) ? code : null;
}

/** Show `text` beside the field, or take it away; false if the form has no such field. */
export function showError(form, name, text) {
  const place = name && form.querySelector(`#${name}-error`);
  if (!place) return false;
  place.textContent = text;
  form.querySelector(`#${name}`).setAttribute("aria-invalid", String(text !== ""));
  return true;
}

/** Say something that is about no single field, close to the button that was pressed. */
export function notice(form, text) {
  const place = form.querySelector("[data-notice]");
  place.textContent = text;
  if (text) place.scrollIntoView({ block: "nearest" });
}

export function clearErrors(form) {
  for (const place of form.querySelectorAll(".error")) showError(form, place.id.replace("-error", ""), "");
  notice(form, "");
}

/** Show `problems`, a list of [field, text]; empty texts are none. The first wrong field gets the focus. True if none. */
export function report(form, problems) {
  clearErrors(form);
  const found = problems.filter(([, text]) => text);
  for (const [name, text] of found) showError(form, name, text);
  if (found.length) form.querySelector(`#${found[0][0]}`).focus();
  return found.length === 0;
}

/** Show a failure beside the field it is about, else (beside `fallback`, or) near the button. */
export function showFailure(form, failure, fallback) {
  const malformed = /^参数 (\w+) 不正确：(.*)$/.exec(failure.message);
  const name = malformed?.[1] ?? FIELD_OF[failure.code] ?? fallback;
  if (!showError(form, name, malformed?.[2] ?? failure.message)) return notice(form, failure.message);
  form.querySelector(`#${name}`).focus();
}

/** Run `work`; until it ends, further presses of the button do nothing. The button keeps its focus meanwhile. */
export async function busy(button, work) {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    await work();
  } finally {
    button.ariaBusy = "false";
  }
}
