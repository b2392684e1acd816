// Both languages of the page. Every part of it teaches its own words; elements name theirs in data attributes.

const KEY = "console.language";
const WORDS = {};
// What an element is made with → the attribute that keeps the word, and the property that shows it.
export const PLACES = {
  t: ["data-t", "textContent"],
  label: ["data-t-label", "ariaLabel"],
  tip: ["data-t-title", "title"],
  hint: ["data-t-hint", "placeholder"],
};
let current = chosen();

// The language chosen here, else the first of the browser's that is one of the two.
function chosen() {
  try {
    const stored = localStorage.getItem(KEY);
    if (stored === "en" || stored === "zh") return stored;
  } catch {
    // Without storage a choice lasts as long as the page.
  }
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return preferred.find((tag) => tag === "zh" || tag === "en") ?? "en";
}

// Words of one part of the page: name → [Chinese, English].
export function learn(words) {
  for (const [word, texts] of Object.entries(words)) {
    if (word in WORDS) throw new Error(`two words are called ${word}`);
    WORDS[word] = texts;
  }
}

export const language = () => current;
export const locale = () => (current === "zh" ? "zh-CN" : "en-GB");
export const knows = (word) => word in WORDS;

export function t(word, values = {}) {
  const text = WORDS[word][current === "zh" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function speak(next) {
  current = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  translate();
}

export function translate() {
  document.documentElement.lang = locale();
  document.title = t("title");
  for (const [attribute, property] of Object.values(PLACES)) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) element[property] = t(element.getAttribute(attribute));
  }
}

learn({
  title: ["本地云控制台", "Local cloud console"],
  brand: ["本地云", "Local cloud"],
  skip: ["跳到内容", "Skip to content"],
  time: ["时间", "Time"],
  result: ["结果", "Result"],
  service: ["服务", "Service"],
  operation: ["操作", "Operation"],
  name: ["姓名", "Name"],
  number: ["身份证号", "ID number"],
  company: ["企业名称", "Company"],
  creditCode: ["统一社会信用代码", "Credit code"],
  legal: ["法定代表人", "Legal representative"],
  copy: ["复制", "Copy"],
  copyText: ["复制 {text}", "Copy {text}"],
  copied: ["已复制 {text}", "Copied {text}"],
  cancel: ["取消", "Cancel"],
  close: ["关闭", "Close"],
  all: ["全部", "All"],
  more: ["加载更多", "Load more"],
  none: ["暂无", "Nothing yet"],
  off: ["停用", "Off"],
  noMatch: ["没有符合筛选的内容", "Nothing matches"],
  noMatchHow: ["换个词，或清空筛选。", "Try another word, or clear the filter."],
});
