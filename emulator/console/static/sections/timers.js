// Functions with a timer: when they run next, and buttons to run them now or to go there in time.

import { post } from "../api.js";
import { attempt, badge, fill, make, toast } from "../dom.js";
import { cloudNow, distance, moment, momentText } from "../format.js";
import { forget, load } from "../store.js";
import { learn, t } from "../words.js";

learn({
  timers: ["定时器", "Timers"],
  timersLead: ["按各自的 cron 表达式自动触发；也可以现在就触发一次，或把时钟拨到那一刻。", "They fire by their cron line; or now by hand, or by moving the clock to that moment."],
  timersNone: ["没有带定时器的函数", "No function has a timer"],
  timersHow: ["在 template.yml 里给函数加一个 Timer 触发器。", "Give a function a Timer trigger in template.yml."],
  next: ["下次", "Next"],
  fire: ["立即触发", "Fire now"],
  fired: ["已触发 {text}，结果在“函数调用”里", "Fired {text}; see Invocations for what came of it"],
  goThere: ["拨到那时", "Go there"],
  goThereName: ["把时钟拨到 {text} 下次运行", "Move the clock to the next run of {text}"],
  wentTo: ["现在是 {text}", "It is now {text}"],
});

let parts;
let look;

export const timers = {
  id: "timers",
  topics: ["timers", "clock"],
  handy: true,

  build(place, again) {
    parts = make("ul", { id: "timers-list", class: "cards" });
    look = again;
    place.append(parts);
  },

  async refresh() {
    const sorted = [...await load("timers")].sort((a, b) => (a.next ?? Infinity) - (b.next ?? Infinity));
    fill(parts, sorted, { key: (one) => `${one.service}/${one.function}/${one.trigger}`, draw: card, empty: ["timersNone", "timersHow"] });
  },
};

function card(timer) {
  const fire = make("button", { type: "button", class: "primary", "aria-label": `${t("fire")} ${timer.function}` }, t("fire"));
  fire.addEventListener("click", () => attempt(fire, null, async () => {
    await post(`timers/${encodeURIComponent(timer.function)}/fire`);
    toast(t("fired", { text: timer.function }));
  }));
  const go = make("button", { type: "button", "aria-label": t("goThereName", { text: timer.function }) }, t("goThere"));
  go.addEventListener("click", () => attempt(go, null, async () => {
    await moveTo(timer.next);
    await look();
  }));
  return make("li", { class: "card split" },
    make("div", { class: "stack" },
      make("p", {}, make("strong", {}, timer.function), " ", make("span", { class: "muted mono" }, `${timer.service} · ${timer.trigger}`)),
      make("p", { class: "mono" }, timer.cron),
      timer.next
        ? make("p", { class: "muted" }, `${t("next")} `, moment(timer.next), " · ", distance(timer.next))
        : badge(t("off"))),
    make("div", { class: "bar" }, timer.next && go, fire));
}

// Move the clock to a moment, and a breath beyond it.
export async function moveTo(seconds) {
  const moved = await post("clock", { advance_s: Math.max(0, Math.ceil(seconds - cloudNow())) + 1 });
  toast(t("wentTo", { text: momentText(moved.now) }));
  forget(["clock", "timers"]);
}
