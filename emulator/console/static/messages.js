// How one message looks: its code to read at a glance and to copy, its text, where it came from.

import { copy, make } from "./dom.js";
import { learn, t } from "./words.js";

learn({
  sms: ["短信", "SMS"],
  mail: ["邮件", "Mail"],
  message: ["站内", "Message"],
  copyCode: ["复制验证码 {text}", "Copy code {text}"],
});

export const CHANNEL_ICONS = { sms: "phone", mail: "envelope", message: "bell" };
const CODE = /(?<![\d.])\d{4,8}(?![\d.])/;

export function codeOf(message) {
  const given = message.params?.code ?? message.params?.verifyCode;
  if (given) return String(given);
  return message.channel === "message" ? null : (message.text.match(CODE)?.[0] ?? null);
}

export function highlighted(text, code) {
  const at = code ? text.indexOf(code) : -1;
  if (at < 0) return [text];
  return [text.slice(0, at), make("mark", {}, code), text.slice(at + code.length)];
}

export function codeButton(message) {
  const code = codeOf(message);
  return code && make("button", { type: "button", class: "code", "aria-label": t("copyCode", { text: code }), onclick: () => copy(code) },
    make("span", {}, code), make("small", { t: "copy" }));
}
