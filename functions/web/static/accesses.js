// Who looked at whose record, the latest first.

import { call } from "./api.js";
import { byData, make } from "./dom.js";
import { busy } from "./form.js";
import { KIND } from "./labels.js";
import { attempt, stretch } from "./stretch.js";
import { moment } from "./words.js";

const PAGE_SIZE = 20;

/** Read the list once it is asked for. Returns `renew()`, for when there is something new in it. */
export function startAccesses() {
  const list = byData("accesses");
  const more = byData("accesses-more");
  let next = null;
  let shown = false;

  const read = async (after) => {
    const found = await call("GET", `admin/accesses?${stretch(after, PAGE_SIZE)}`);
    next = found.next;
    more.hidden = next === null;
    more.textContent = "更早的查看记录";
    return found.list.map(row);
  };
  const renew = () => attempt("accesses", async () => {
    list.replaceChildren(...await read(null));
    byData("accesses-told").textContent = list.childElementCount ? "" : "还没有人查看过";
    shown = true;
  });
  const append = () => attempt("accesses", async () => {
    const rows = await read(next);
    list.append(...rows);
    rows[0]?.focus();
  });

  more.addEventListener("click", () => busy(more, shown ? append : renew));
  return { renew: () => shown && renew() };
}

function row({ administrator, certification, at }) {
  const [account, kind] = certification.split("-");
  return make("li", { tabindex: "-1" },
    make("time", { datetime: at }, moment(at)),
    make("span", {}, `管理员账号 ${administrator} 查看了账号 ${account} 的${KIND[kind]}认证`));
}
