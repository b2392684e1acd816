// Where everything is.

import { call } from "../api.js";
import { byId, fill, make } from "../dom.js";

export const addresses = {
  async refresh() {
    const { pages, ...services } = await call("addresses");
    fill(byId("addresses-pages"), pages, (url) => make("li", {}, link(url)), "none");
    fill(byId("addresses-list"), Object.entries(services), pair, "none");
  },
};

const link = (url) => make("a", { href: url, target: "_blank", rel: "noopener" }, url);

function pair([name, value]) {
  const opens = ["gateway", "console"].includes(name);
  return make("div", {}, make("dt", {}, name), make("dd", { class: "mono" }, opens ? link(value) : value));
}
