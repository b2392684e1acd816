// One dialog at a time: a question before something that cannot be undone, or something to look at. Escape closes it.

import { byId, make } from "./dom.js";
import { learn } from "./words.js";

learn({
  shortcuts: ["键盘快捷键", "Keyboard"],
  keyFilter: ["筛选当前页", "Filter what is shown"],
  keyArrows: ["在导航里移动", "Move within the navigation"],
  keySections: ["上一页 / 下一页", "Previous / next section"],
  keyEscape: ["关闭对话框或详情", "Close a dialog or details"],
  keyHelp: ["打开本说明", "Open this help"],
});

// Show `children` under a heading; resolves with the value of the button that closed it, "" for Escape.
export function show(heading, children, { wide = false } = {}) {
  const dialog = byId("dialog");
  const before = document.activeElement;
  const title = make("h2", { id: "dialog-title" }, heading);
  const form = make("form", { method: "dialog" }, title, ...children);
  dialog.setAttribute("aria-labelledby", "dialog-title");
  dialog.classList.toggle("wide", wide);
  dialog.replaceChildren(form);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.replaceChildren();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(dialog.returnValue);
    }, { once: true });
  });
}

// Whether somebody really wants it. The cautious answer has the focus.
export async function confirmed(heading, explanation, action) {
  const buttons = make("div", { class: "bar end" },
    make("button", { value: "", autofocus: true, t: "cancel" }),
    make("button", { value: "yes", class: "danger" }, action));
  return (await show(heading, [make("p", {}, explanation), buttons])) === "yes";
}

export const closeButton = () => make("div", { class: "bar end" }, make("button", { value: "", autofocus: true, t: "close" }));

export function showHelp(heading) {
  const keys = [["/", "keyFilter"], ["↑ ↓", "keyArrows"], ["[ ]", "keySections"], ["Esc", "keyEscape"], ["?", "keyHelp"]];
  const list = make("dl", { class: "keys" }, keys.map(([key, word]) => make("div", {},
    make("dt", {}, key.split(" ").map((one) => make("kbd", {}, one))), make("dd", { t: word }))));
  return show(heading, [list, closeButton()]);
}
