// Where everything is.

import { call } from "../api.js";
import { byId, fill, make } from "../dom.js";

let shown = false;

export const addresses = {
  async refresh() {
    if (shown) return;
    const { pages, ...services } = await call("addresses");
    const link = (url) => make("a", { href: url, target: "_blank", rel: "noopener" }, url);
    fill(byId("addresses-pages"), pages.map((url) => make("li", {}, link(url))), "none");
    byId("addresses-list").replaceChildren(...Object.entries(services).flatMap(([name, value]) => [
      make("dt", {}, name),
      make("dd", { class: "mono" }, /^https?:/.test(value) && ["gateway", "console"].includes(name) ? link(value) : value),
    ]));
    shown = true;
  },
};
