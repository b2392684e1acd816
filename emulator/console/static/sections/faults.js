// Failures to come: a form to ask for them, the list of those in force.

import { call } from "../api.js";
import { attempt, badge, byId, fill, make, toast } from "../dom.js";
import { t } from "../words.js";

const KINDS = ["error", "delay", "drop", "duplicate", "kill", "malformed", "page"];
const OPERATIONS = {
  fc: [],
  oss: ["PutObject", "PostObject", "GetObject", "HeadObject", "DeleteObject", "ListObjects", "CopyObject"],
  tablestore: ["PutRow", "GetRow", "UpdateRow", "DeleteRow", "GetRange", "BatchWriteRow", "BatchGetRow"],
  redis: ["GET", "SET", "DEL", "EVAL", "EVALSHA", "INCRBY", "EXPIRE", "HSET", "HGETALL"],
  sms: ["SendSms"],
  mail: ["SingleSendMail"],
  ocr: ["RecognizeIdcard", "RecognizeBusinessLicense"],
  identity: ["Id2MetaVerify", "EntElementVerifyV2"],
  wechat: ["access_token", "userinfo"],
};

export const faults = {
  start(refresh) {
    byId("fault-service").append(...Object.keys(OPERATIONS).map((service) => make("option", {}, service)));
    byId("fault-service").addEventListener("change", suggest);
    byId("fault-kind").addEventListener("change", explain);
    byId("faults-form").addEventListener("submit", (event) => {
      event.preventDefault();
      attempt(event.submitter, byId("faults-error"), async () => {
        await call("faults", { method: "POST", body: asked() });
        toast(t("injected"));
        await refresh();
      });
    });
    byId("faults-clear").addEventListener("click", (event) => attempt(event.currentTarget, null, async () => {
      await call("faults", { method: "DELETE" });
      await refresh();
    }));
    suggest();
    faults.relabel();
  },

  relabel() {
    const select = byId("fault-kind");
    const chosen = select.value || KINDS[0];
    select.replaceChildren(...KINDS.map((kind) => make("option", { value: kind }, t(`kind_${kind}`))));
    select.value = chosen;
    explain();
  },
};

// The rules in force, in the list and as a number beside the link.
export async function armed() {
  const rules = await call("faults");
  byId("armed").hidden = !rules.length;
  byId("armed").textContent = String(rules.length);
  byId("faults-clear").disabled = !rules.length;
  fill(byId("faults-list"), rules, card, "faultsNone");
}

function suggest() {
  const operations = OPERATIONS[byId("fault-service").value];
  byId("fault-operations").replaceChildren(...["*", ...operations].map((value) => make("option", { value })));
}

function explain() {
  const kind = byId("fault-kind").value;
  if (kind === "delay" && byId("fault-delay").value === "0") byId("fault-delay").value = "1000";
  byId("fault-kind-hint").textContent = t(`hint_${kind}`);
  for (const field of document.querySelectorAll("[data-kinds]")) {
    field.hidden = !field.dataset.kinds.split(" ").includes(kind);
  }
}

function asked() {
  const form = new FormData(byId("faults-form"));
  const body = { service: form.get("service"), operation: form.get("operation").trim(), kind: form.get("kind") };
  for (const name of ["times", "skip", "delay_ms"]) {
    const field = byId("faults-form").elements[name];
    if (!field.parentElement.hidden) body[name] = Number.isNaN(field.valueAsNumber) ? null : field.valueAsNumber;
  }
  const code = form.get("code").trim();
  if (code && body.kind === "error") body.code = code;
  return body;
}

function card(rule) {
  const details = [rule.code, rule.delay_ms ? `${rule.delay_ms} ms` : "", rule.skip ? t("faultSkip", rule) : "", rule.mark];
  return make("li", { class: "card meta" },
    badge(t(`kind_${rule.kind}`), "warn"),
    make("strong", {}, `${rule.service} · ${rule.operation}`),
    make("span", {}, t("faultCount", rule)),
    make("span", { class: "muted" }, details.filter(Boolean).join(" · ")));
}
