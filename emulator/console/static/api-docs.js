// The page that shows the product's OpenAPI document. The viewer is Swagger UI, served from here; it only shows: the
// product takes no requests from another origin's pages, and this page is one.

import { byId } from "./dom.js";
import { startLanguage } from "./language.js";
import { t } from "./words.js";

const DARK = matchMedia("(prefers-color-scheme: dark)");

function followColours() {
  document.documentElement.classList.toggle("dark-mode", DARK.matches);
}

async function show() {
  const answer = await fetch("/openapi.json");
  const found = await answer.json();
  if (!answer.ok) {
    byId("missing").textContent = t("apiDocsMissing", { text: found.error });
    return;
  }
  window.SwaggerUIBundle({
    spec: found,
    dom_id: "#viewer",
    deepLinking: true,
    docExpansion: "none",
    filter: true,
    defaultModelsExpandDepth: -1,
    supportedSubmitMethods: [],
    validatorUrl: null,
  });
}

followColours();
DARK.addEventListener("change", followColours);
startLanguage(() => {});
show();
