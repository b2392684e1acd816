// Small helpers around the document. Text always enters as text, never as markup.

/** The element marked `data-{name}`. */
export function byData(name, within = document) {
  return within.querySelector(`[data-${name}]`);
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Fill a `dl` with [term, value] rows; rows without a value are left out. */
export function facts(list, rows) {
  const known = rows.filter(([, value]) => value);
  list.replaceChildren(...known.map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, value))));
}

/** A short text with a button that copies it, called after `name`. */
export function copyable(text, name) {
  const button = make("button", { type: "button", class: "link", "aria-label": `复制${name}` }, "复制");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "已复制";
  });
  return make("span", {}, make("strong", { class: "code" }, text), " ", button);
}
