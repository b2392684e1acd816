// Platform messages, the newest first, a page at a time.

import { call } from "./api.js";
import { byData, make } from "./dom.js";
import { busy } from "./form.js";
import { moment } from "./words.js";

const PAGE_SIZE = 5;
const WAITS_MS = [0, 1000, 3000, 10000];

const list = byData("messages");
const more = byData("more");
let page = 0;

more.addEventListener("click", () => busy(more, () => attempt(showMore)));

/** Show the newest page, in place of what was shown. */
export async function showMessages() {
  list.replaceChildren(...(await read(1)).map(row));
}

/** Show the message that is about to arrive: it is written a moment after what it tells of. */
export async function awaitMessage() {
  const newest = list.firstElementChild?.dataset.id;
  for (const wait of WAITS_MS) {
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    await attempt(showMessages);
    if (list.firstElementChild?.dataset.id !== newest) return;
  }
}

async function showMore() {
  const found = await read(page + 1);
  // A message that arrived meanwhile pushes one that is shown already onto this page.
  const fresh = found.filter((message) => !list.querySelector(`[data-id="${message.id}"]`)).map(row);
  list.append(...fresh);
  fresh[0]?.focus();
}

async function read(number) {
  const found = await call("GET", `message?curPage=${number}&pageSize=${PAGE_SIZE}`);
  page = number;
  byData("no-messages").hidden = found.pagination.totalSize > 0;
  more.hidden = page >= found.pagination.totalPage;
  return found.list;
}

async function attempt(work) {
  const problem = byData("messages-problem");
  problem.textContent = "";
  try {
    await work();
  } catch (failure) {
    problem.textContent = failure.message;
  }
}

function row(message) {
  const item = make("li", { "data-id": message.id, tabindex: "-1" },
    make("h3", {}, message.title),
    make("p", {}, message.text),
    make("time", { datetime: message.at }, moment(message.at)));
  if (!message.read) {
    item.classList.add("unread");
    item.append(readButton(item, message));
  }
  return item;
}

function readButton(item, message) {
  const button = make("button", { type: "button", class: "link", "aria-label": `标为已读：${message.title}` }, "标为已读");
  button.addEventListener("click", () => busy(button, () => attempt(async () => {
    await call("POST", `message/read/${message.id}`);
    item.classList.remove("unread");
    item.focus();
    button.remove();
  })));
  return button;
}
