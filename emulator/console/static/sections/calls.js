// Calls that cost money or reach a person in the real cloud.

import { badge, fill, make, table } from "../dom.js";
import { clockText, moment } from "../format.js";
import { search, searchBar } from "../lists.js";
import { load } from "../store.js";
import { learn, t } from "../words.js";

learn({
  calls: ["云服务调用", "Vendor calls"],
  callsLead: ["在真实云上会花钱或打扰到人的调用：短信、邮件、识别、核验。", "Calls that cost money or reach a person in the real cloud: SMS, mail, OCR, identity."],
  callsNone: ["还没有这样的调用", "No such calls yet"],
  callsHow: ["发短信、识别证件、核验身份时会记在这里。", "Messages sent, documents read and identities checked are noted here."],
  callsFilter: ["筛选服务、操作或标记", "Filter by service, operation or mark"],
  ok: ["成功", "OK"],
  failedCall: ["失败", "Failed"],
  mark: ["标记", "Mark"],
  billed: ["计费", "Billed"],
});

let known = [];
let parts;

export const calls = {
  id: "calls",
  topics: ["cost", "calls"],

  build(place) {
    const [filter, box] = search("calls-filter", "callsFilter", show);
    const [whole, list] = table("calls", ["time", "service", "operation", "result", "billed", "mark"], { id: "calls-list" });
    place.append(searchBar(box), whole);
    parts = { filter, list };
  },

  async refresh() {
    known = await load("calls");
    show();
  },
};

function show() {
  const words = parts.filter.value.trim().toLowerCase();
  const wanted = known.filter((one) => `${one.service} ${one.operation} ${one.mark}`.toLowerCase().includes(words));
  fill(parts.list, wanted.toReversed(), {
    key: (one) => `${one.at} ${one.service} ${one.operation} ${one.mark}`, draw: line, empty: known.length ? ["noMatch", "noMatchHow"] : ["callsNone", "callsHow"] });
}

const line = (one) => make("tr", {},
  make("td", {}, moment(one.at, clockText)),
  make("td", {}, one.service),
  make("td", { class: "mono" }, one.operation),
  make("td", {}, badge(t(one.ok ? "ok" : "failedCall"), one.ok ? "good" : "bad")),
  make("td", {}, one.billed ? badge(t("billed"), "plain") : ""),
  make("td", { class: "mono muted" }, one.mark));
