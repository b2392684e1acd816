// The whole state of the local cloud: kept under a name, brought back, thrown away.

import { post, remove } from "../api.js";
import { confirmed } from "../dialog.js";
import { announce, attempt, field, fill, make, toast } from "../dom.js";
import { bytes, cloudNow, moment } from "../format.js";
import { forget, load } from "../store.js";
import { learn, t } from "../words.js";

learn({
  snapshots: ["快照与重置", "Snapshots"],
  snapshotsLead: ["把整个本地云的状态存成快照，随时恢复；或清空重来。", "Keep the whole state of the local cloud under a name and come back to it; or begin anew."],
  snapshotName: ["快照名称", "Name of the snapshot"],
  snapshotSave: ["保存快照", "Save a snapshot"],
  snapshotSaved: ["已保存快照 {text}", "Saved the snapshot {text}"],
  snapshotRestore: ["恢复", "Restore"],
  snapshotRestoreName: ["恢复快照 {text}", "Restore the snapshot {text}"],
  snapshotSure: ["恢复到快照 {text}？", "Restore the snapshot {text}?"],
  snapshotWhat: ["现在的账号、文件、消息、缓存和时钟会被快照里的取代；要保留现在的状态，请先另存一个快照。", "Its accounts, objects, messages, keys and clock take the place of the present ones; save a snapshot first to keep those."],
  snapshotRestored: ["已恢复到 {text}", "Restored {text}"],
  snapshotDelete: ["删除", "Delete"],
  snapshotDeleteName: ["删除快照 {text}", "Delete the snapshot {text}"],
  snapshotDeleteSure: ["删除快照 {text}？", "Delete the snapshot {text}?"],
  snapshotDeleteWhat: ["删除后无法再恢复到它。", "There is no coming back to it afterwards."],
  snapshotDeleted: ["已删除快照 {text}", "Deleted the snapshot {text}"],
  snapshotsNone: ["还没有快照", "No snapshots yet"],
  snapshotsHow: ["起个名字保存现在的状态，试完再回来。", "Name the present state and save it; try things, then come back."],
  working: ["正在处理…", "Working…"],
  reset: ["重置", "Reset"],
  resetLead: ["清空账号、文件、缓存、消息、故障、费用和时钟，重新建表建桶；部署的函数和快照保留。无法撤销。", "Empties accounts, objects, Redis, messages, faults, cost and clock, and makes tables and buckets anew; functions stay deployed, snapshots stay too. There is no way back."],
  resetAsk: ["重置本地云…", "Reset the local cloud…"],
  resetSure: ["确定清空全部状态？", "Forget all state?"],
  resetWhat: ["所有账号、认证、上传的文件和消息都会消失。快照保留。", "All accounts, certifications, uploads and messages will be gone. Snapshots stay."],
  resetDo: ["清空", "Forget everything"],
  resetDone: ["已重置", "Reset"],
});

let parts;
let look;

export const snapshots = {
  id: "snapshots",
  topics: ["snapshots"],

  build(place, again) {
    look = again;
    const complaint = make("p", { id: "snapshots-error", class: "error", role: "alert" });
    const name = make("input", { name: "name", autocomplete: "off", spellcheck: "false", maxlength: "64", "aria-describedby": "snapshots-error" });
    const list = make("ul", { id: "snapshots-list", class: "cards" });
    const form = make("form", { class: "bar", novalidate: true, onsubmit: save }, field("snapshot-name", "snapshotName", name), make("button", { class: "primary", t: "snapshotSave" }));
    const ask = make("button", { type: "button", id: "reset-ask", class: "danger", t: "resetAsk", onclick: () => reset(ask) });
    place.append(form, complaint, list,
      make("div", { class: "panel zone" }, make("h2", { t: "reset" }), make("p", { class: "muted", t: "resetLead" }), ask));
    parts = { complaint, name, list };
  },

  async refresh() {
    if (!parts.name.value && document.activeElement !== parts.name) parts.name.value = suggested();
    fill(parts.list, await load("snapshots"), { key: (one) => one.name, draw: card, empty: ["snapshotsNone", "snapshotsHow"] });
  },
};

const suggested = () => new Date(cloudNow() * 1000).toLocaleString("sv").replace(" ", "-").replaceAll(":", "");

function card(one) {
  const back = make("button", { type: "button", "aria-label": t("snapshotRestoreName", { text: one.name }), onclick: () => restore(back, one.name) }, t("snapshotRestore"));
  const drop = make("button", { type: "button", class: "danger", "aria-label": t("snapshotDeleteName", { text: one.name }), onclick: () => discard(drop, one.name) }, t("snapshotDelete"));
  return make("li", { class: "card split" },
    make("div", { class: "stack" }, make("strong", { class: "mono" }, one.name), make("p", { class: "muted small" }, moment(one.at), ` · ${bytes(one.bytes)}`)),
    make("div", { class: "bar" }, back, drop));
}

function save(event) {
  event.preventDefault();
  const name = parts.name.value.trim();
  act(event.submitter, "snapshotSaved", name, async () => {
    await post("snapshots", { name });
    parts.name.value = "";
  });
}

async function restore(button, name) {
  if (!(await confirmed(t("snapshotSure", { text: name }), t("snapshotWhat"), t("snapshotRestore")))) return;
  act(button, "snapshotRestored", name, () => post(`snapshots/${encodeURIComponent(name)}/restore`));
}

async function discard(button, name) {
  if (!(await confirmed(t("snapshotDeleteSure", { text: name }), t("snapshotDeleteWhat"), t("snapshotDelete")))) return;
  act(button, "snapshotDeleted", name, () => remove(`snapshots/${encodeURIComponent(name)}`));
}

async function reset(button) {
  if (!(await confirmed(t("resetSure"), t("resetWhat"), t("resetDo")))) return;
  act(button, "resetDone", "", () => post("reset"));
}

// Do it, say so, and look at everything anew.
function act(button, done, text, work) {
  return attempt(button, parts.complaint, async () => {
    announce(t("working"));
    await work();
    toast(t(done, { text }));
    forget();
    await look();
  });
}
