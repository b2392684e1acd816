// Where everything is.

import { copy, fill, make } from "../dom.js";
import { load } from "../store.js";
import { learn, t } from "../words.js";

learn({
  addresses: ["地址", "Addresses"],
  addressesLead: ["本次运行的各个端口，官方客户端直接可用。签名用的密钥见文档。", "The ports of this run, for the vendors' own clients. The secret for signing is in the documentation."],
  pages: ["页面", "Pages"],
  pagesNone: ["local.yml 没有列出页面", "local.yml lists no pages"],
  services: ["服务", "Services"],
});

const OPENED = ["gateway", "console"];
let parts;

export const addresses = {
  id: "addresses",

  build(place) {
    const pages = make("ul", { id: "addresses-pages", class: "links" });
    const list = make("dl", { id: "addresses-list", class: "pairs card" });
    place.append(make("h2", { t: "pages" }), pages, make("h2", { t: "services" }), list);
    parts = { pages, list };
  },

  async refresh() {
    const { pages, ...services } = await load("addresses");
    fill(parts.pages, pages, { draw: (url) => make("li", {}, link(url)), empty: ["pagesNone"] });
    fill(parts.list, Object.entries(services), { draw: pair });
  },
};

const link = (url) => make("a", { href: url, target: "_blank", rel: "noopener", class: "mono" }, url);

function pair([name, value]) {
  const button = make("button", { type: "button", class: "bare small", "aria-label": t("copyText", { text: value }), onclick: () => copy(value) }, t("copy"));
  return make("div", {}, make("dt", {}, name), make("dd", { class: "mono" }, OPENED.includes(name) ? link(value) : value, " ", button));
}
