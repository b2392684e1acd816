// The navigation: on a wide page a column of groups; on a phone a bar at the bottom whose last button unfolds the rest.

import { byId, make } from "./dom.js";
import { icon } from "./icons.js";
import { learn } from "./words.js";

learn({
  nav: ["功能", "Sections"],
  groupLive: ["正在发生", "Live"],
  groupData: ["数据", "Data"],
  groupWorld: ["环境", "Surroundings"],
  groupCloud: ["本地云", "This cloud"],
  moreSections: ["更多", "More"],
  apiDocs: ["接口文档", "API"],
});

// `groups`: [word, sections]. Sections with `handy` stand in the phone's bar.
export function buildNav(groups) {
  const nav = byId("nav");
  const toggle = make("button", { type: "button", id: "more", class: "handy", "aria-expanded": "false", "aria-controls": "nav-groups" },
    icon("more"), make("span", { t: "moreSections" }));
  toggle.addEventListener("click", () => unfold(!nav.classList.contains("open")));
  nav.append(make("div", { id: "nav-groups" }, groups.map(([word, sections]) => group(word, sections))), toggle);
  nav.addEventListener("keydown", walk);
  nav.addEventListener("click", (event) => event.target.closest("a") && unfold(false));
}

export function unfold(open) {
  byId("nav").classList.toggle("open", open);
  byId("more").setAttribute("aria-expanded", String(open));
}

export const isUnfolded = () => byId("nav").classList.contains("open");

// Say which section is shown.
export function mark(id) {
  for (const link of links()) {
    if (link.hash === `#${id}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const shown = links().find((link) => link.hash === `#${id}`);
  byId("more").toggleAttribute("data-current", !shown?.classList.contains("handy"));
}

// The number beside a section's name; none for zero.
export function setCount(id, number, kind = "") {
  const place = byId(`nav-${id}`).querySelector(".count");
  place.hidden = !number;
  place.className = `count ${kind}`;
  place.textContent = number > 999 ? "999+" : String(number);
}

function group(word, sections) {
  return make("section", { "aria-labelledby": word },
    make("h2", { id: word, t: word }),
    make("ul", {}, sections.map((section) => make("li", { class: section.handy ? "handy" : null }, link(section)))));
}

function link({ id, href, handy }) {
  return make("a", { href: href ?? `#${id}`, id: `nav-${id}`, class: handy ? "handy" : null },
    icon(id), make("span", { t: id }), make("span", { class: "count", hidden: true }));
}

const links = () => [...byId("nav").querySelectorAll("a")];

function walk(event) {
  const all = links().filter((one) => one.checkVisibility());
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  all[(to + all.length) % all.length].focus();
}
