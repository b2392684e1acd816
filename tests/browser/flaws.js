// What can be said about a rendered page without knowing it. Evaluates to a list of sentences, empty if all is well.
// Ratios are those of WCAG 2.2, 1.4.3: 4.5:1 for text, 3:1 for large text (24 px, or 18.66 px in bold).
() => {
  const flaws = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const where = (element) => element.outerHTML.slice(0, 100);

  if (document.documentElement.lang !== "zh-CN") flaws.push("no language");
  if (!document.title) flaws.push("no title");
  if (all("h1").length !== 1) flaws.push(`${all("h1").length} h1`);
  if (all("main").length !== 1) flaws.push("no single main");
  const width = document.documentElement.scrollWidth;
  if (width > innerWidth) flaws.push(`wider than the window: ${width} > ${innerWidth}`);

  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) flaws.push(`id twice: ${id}`);
  for (const name of ["aria-describedby", "aria-labelledby"]) {
    for (const element of all(`[${name}]`)) {
      const lost = element.getAttribute(name).split(" ").filter((id) => !ids.includes(id));
      for (const id of lost) flaws.push(`${name} leads nowhere: ${id}`);
    }
  }
  for (const label of all("label[for]")) if (!label.control) flaws.push(`label of nothing: ${label.htmlFor}`);
  for (const field of all("input, select, textarea")) {
    if (![...field.labels].some((label) => label.textContent.trim())) flaws.push(`no label: ${where(field)}`);
  }
  for (const button of all("button, a[href]")) {
    if (!(button.ariaLabel || button.textContent.trim())) flaws.push(`no name: ${where(button)}`);
  }
  for (const image of all("img:not([alt])")) flaws.push(`no alt: ${where(image)}`);
  for (const one of all("[style]")) flaws.push(`a style of its own: ${where(one)}`);
  for (const one of all("[tabindex]")) if (one.tabIndex > 0) flaws.push(`jumps the queue: ${where(one)}`);

  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if ((channels(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = all("body *").filter((element) => seen(element) && !element.disabled
    && (element.matches("input") || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())));
  for (const element of texts) {
    const style = getComputedStyle(element);
    const [light, dark] = [luminance(style.color), luminance(ground(element))].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < needed) flaws.push(`contrast ${ratio.toFixed(2)}: ${where(element)}`);
  }
  return flaws;
}
