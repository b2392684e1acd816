// The button that changes the page's language.

import { byId } from "./dom.js";
import { language, speak, translate } from "./words.js";

// `changed` is called after each change.
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
