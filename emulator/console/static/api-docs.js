// The page that shows the product's OpenAPI document. The viewer is Swagger UI, served from here; it only shows: the
// product takes no requests from another origin's pages, and this page is one.

import { startLanguage, startTheme } from "./appearance.js";
import { byId } from "./dom.js";
import { learn, t } from "./words.js";

learn({
  apiDocs: ["接口文档", "API"],
  apiDocsLead: ["五份接口文档的全部路径、字段、示例与错误，由代码生成。点开一份文档，再点开一行看详情。", "Every path, field, example and failure of the five documents, derived from the code. Open a document, then a row for its details."],
  apiDocsFile: ["原始文件", "The document itself"],
  apiDocsMissing: ["读不到接口文档：{text}", "The document cannot be read: {text}"],
  backToConsole: ["返回控制台", "Back to the console"],
});

const DARK = matchMedia("(prefers-color-scheme: dark)");

function followColours() {
  const { theme } = document.documentElement.dataset;
  document.documentElement.classList.toggle("dark-mode", theme ? theme === "dark" : DARK.matches);
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
startTheme(followColours);
show();
