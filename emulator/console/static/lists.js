// What sections with long lists have in common: a field that narrows the list down, pages that are loaded one after the
// other, a bar that compares its line with the others.

import { attempt, draw, field, make } from "./dom.js";

// A search field and the box with its label; `changed` is called with every letter.
export function search(id, word, changed, attributes = {}) {
  const input = make("input", { type: "search", autocomplete: "off", spellcheck: "false", oninput: changed, ...attributes });
  const box = field(id, word, input);
  box.classList.add("grow");
  return [input, box];
}

export const searchBar = (...fields) => make("div", { class: "bar", role: "search" }, ...fields);

// `more` asks for one page more, `read` answers as many as have been asked for, `restart` goes back to the first, `anew` looks at it too.
export function pager(look) {
  let wanted = 1;
  const more = make("button", { type: "button", t: "more", hidden: true, onclick: () => {
    wanted += 1;
    attempt(more, null, look);
  } });
  return {
    more,
    restart() {
      wanted = 1;
    },
    anew() {
      wanted = 1;
      look();
    },
    // `ask` answers the page behind a mark, "" for the first, with the mark of the next page as its `next`.
    async read(ask) {
      const pages = [];
      let after = "";
      do {
        pages.push(await ask(after));
        after = pages.at(-1).next;
      } while (after && pages.length < wanted);
      more.hidden = !after;
      return pages;
    },
  };
}

export const gauge = () => draw("svg", { class: "gauge", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
  draw("rect", { width: "100", height: "4" }), draw("rect", { class: "level", width: "0", height: "4" }));

export function setLevel(element, percent) {
  element.querySelector(".level").setAttribute("width", percent.toFixed(1));
}
