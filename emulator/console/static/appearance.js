// The buttons that change the page's language and colours.

import { byId, toast } from "./dom.js";
import { icon } from "./icons.js";
import { language, learn, speak, t, translate } from "./words.js";

learn({
  theme: ["切换明暗", "Light or dark"],
  theme_auto: ["跟随系统明暗", "As the system has it"],
  theme_light: ["浅色", "Light"],
  theme_dark: ["深色", "Dark"],
});

const THEMES = ["auto", "light", "dark"];

// `changed` is called after each change of language.
export function startLanguage(changed) {
  const button = byId("language");
  const name = () => {
    button.textContent = language() === "zh" ? "English" : "中文";
    button.lang = language() === "zh" ? "en" : "zh-CN";
  };
  button.addEventListener("click", () => {
    speak(language() === "zh" ? "en" : "zh");
    name();
    changed();
  });
  translate();
  name();
}

export function startTheme(changed = () => {}) {
  const root = document.documentElement;
  byId("theme").append(icon("theme"));
  byId("theme").addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? "auto") + 1) % THEMES.length];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      localStorage.setItem("console.theme", next);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    toast(t(`theme_${next}`));
    changed();
  });
}
