// What is deployed: each function with what calls it, what it is given and what it is doing.

import { badge, fill, make } from "../dom.js";
import { count } from "../format.js";
import { search, searchBar } from "../lists.js";
import { load } from "../store.js";
import { learn, t } from "../words.js";

learn({
  functions: ["函数", "Functions"],
  functionsLead: ["部署的函数、触发器和实例。代码保存后，下一次请求就用新代码。", "Functions deployed, their triggers and instances. Saved code is used by the next request."],
  functionsNone: ["没有部署函数", "No function is deployed"],
  functionsHow: ["在 template.yml 里声明函数，或用 fun deploy 部署到本地云。", "Declare functions in template.yml, or deploy them with fun deploy."],
  functionsFilter: ["筛选函数、触发器或路径", "Filter by function, trigger or path"],
  functionTimeout: ["{text} 秒超时", "{text} s time-out"],
  functionInstances: ["{text} 个实例", "{text} alive"],
  functionIdle: ["无实例", "no instance"],
});

let known = [];
let parts;

export const functions = {
  id: "functions",
  topics: ["functions", "invocations"],
  wide: true,

  build(place) {
    const [filter, box] = search("functions-filter", "functionsFilter", show);
    const list = make("ul", { id: "functions-list", class: "tiles broad" });
    place.append(searchBar(box), list);
    parts = { filter, list };
  },

  async refresh() {
    // Instances come and go with invocations, of which the topic of functions says nothing.
    known = await load("functions");
    show();
  },
};

function show() {
  const words = parts.filter.value.trim().toLowerCase();
  const wanted = known.filter((one) => JSON.stringify(one).toLowerCase().includes(words));
  fill(parts.list, wanted, {
    key: (one) => `${one.service}/${one.name}`, draw: card, empty: known.length ? ["noMatch", "noMatchHow"] : ["functionsNone", "functionsHow"] });
}

function card(one) {
  return make("li", { class: "card stack" },
    make("p", { class: "meta" }, make("strong", {}, one.name),
      badge(one.instances ? t("functionInstances", { text: count(one.instances) }) : t("functionIdle"), one.instances ? "good" : "plain")),
    make("p", { class: "mono small muted" }, `${one.service} · ${one.handler} · ${one.runtime}`),
    make("p", { class: "small" }, `${count(one.memory)} MB · ${t("functionTimeout", { text: count(one.timeout) })}`),
    make("ul", { class: "stack" }, one.triggers.map((trigger) => make("li", { class: "trigger small" },
      badge(trigger.kind, trigger.kind), make("span", { class: "mono", title: trigger.name }, trigger.about)))));
}
