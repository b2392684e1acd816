// Keys of Redis: what they hold, and how long they live.

import { call, query } from "../api.js";
import { closeButton, show as showDialog } from "../dialog.js";
import { badge, fill, keepTable, make, table } from "../dom.js";
import { bytes, cloudNow, count, span } from "../format.js";
import { pager, search, searchBar } from "../lists.js";
import { learn, t } from "../words.js";

learn({
  redis: ["Redis", "Redis"],
  redisLead: ["验证码、会话、限流计数都在这里；剩余时间随本地云的时钟走。", "Captchas, sessions and rate limits live here; their time to live follows the local cloud's clock."],
  redisNone: ["没有符合的键", "No keys match"],
  redisHow: ["在产品里要一张图片验证码或登录一次，键就会出现；用完会过期消失。", "Ask the product for a captcha or sign in, and keys appear; they go when their time is over."],
  redisPattern: ["键的模式，* 表示任意", "Pattern of keys, * is anything"],
  redisKey: ["键", "Key"],
  redisType: ["类型", "Type"],
  redisTtl: ["剩余时间", "Time left"],
  redisValue: ["内容", "Holds"],
  redisForever: ["永久", "for ever"],
  redisReal: ["真实的 Redis，每 10 秒看一次", "a real Redis, looked at every 10 seconds"],
  redisMore: ["{text} 的内容", "What {text} holds"],
});

const SHOWN = 160;
let parts;

export const redis = {
  id: "redis",
  topics: ["redis"],
  wide: true,

  build(place, again) {
    const pages = pager(again);
    const [pattern, box] = search("redis-pattern", "redisPattern", pages.anew, { placeholder: "*" });
    const real = make("p", { class: "badge warn", t: "redisReal", hidden: true });
    const [whole, list] = table("redis", ["redisKey", "redisType", "#redisTtl", "redisValue"], { id: "redis-list" });
    place.append(searchBar(box, real), whole, pages.more);
    parts = { pattern, real, list, pages };
  },

  tick: countDown,

  async refresh() {
    const words = parts.pattern.value.trim();
    const pattern = words && !/[*?[]/.test(words) ? `*${words}*` : words;
    const pages = await parts.pages.read((after) => call(query("redis", { pattern, after })));
    parts.real.hidden = pages[0].embedded;
    fill(parts.list, pages.flatMap((page) => page.keys), {
      key: (one) => one.key,
      stamp: (one) => JSON.stringify({ ...one, ttl_ms: one.ttl_ms === null }),
      draw: line,
      update: (element, one) => {
        element.querySelector(".ttl").dataset.until = one.ttl_ms === null ? "" : cloudNow() + one.ttl_ms / 1000;
      },
      empty: ["redisNone", "redisHow"],
    });
    keepTable(parts.list.closest("table"));
    countDown();
  },
};

function countDown() {
  for (const place of parts.list.querySelectorAll(".ttl")) {
    const { until } = place.dataset;
    const text = until ? span(Math.max(0, Number(until) - cloudNow())) : t("redisForever");
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("soon", Boolean(until) && Number(until) - cloudNow() < 60);
  }
}

function line(one) {
  const shown = one.value.length > SHOWN ? `${one.value.slice(0, SHOWN)}…` : one.value;
  const open = make("button", { type: "button", class: "peek mono", "aria-label": t("redisMore", { text: one.key }), onclick: () => whole(one) }, shown);
  return make("tr", {},
    make("td", { class: "mono" }, one.key),
    make("td", {}, badge(one.type), make("span", { class: "muted small" }, ` ${one.type === "string" ? bytes(one.size) : `× ${count(one.size)}`}`)),
    make("td", { class: "number ttl" }),
    make("td", {}, open));
}

const whole = (one) => showDialog(one.key, [make("pre", { tabindex: "0" }, pretty(one.value)), closeButton()], { wide: true });

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
