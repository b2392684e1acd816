// One record in a panel: read, with its pictures, only when somebody opens it. The server notes each look.

import { call } from "./api.js";
import { byData, facts, make } from "./dom.js";
import { busy } from "./form.js";
import { ASIDE, CHANNEL, DELIVERY, NOTICE, PICTURE, STATUS, subject, title, yuan } from "./labels.js";
import { lastDay, moment } from "./words.js";

/**
 * Make the panel work. Returns `open(item)`; `looked` is called after a look, `changed(item)` when the record was given
 * back to the runs, `closed(id)` when somebody is done with it.
 */
export function startRecord({ looked, changed, closed }) {
  const panel = byData("record");
  const heading = document.getElementById("record-title");
  const content = byData("record-content");
  const told = byData("record-told");
  const problem = byData("record-problem");
  let present = null;

  const open = async (item) => {
    present = item.id;
    heading.textContent = `${title(item)}（${subject(item)}）`;
    content.replaceChildren();
    problem.textContent = "";
    told.textContent = "正在打开…";
    panel.showModal();
    panel.scrollTop = 0;
    heading.focus();
    try {
      const found = await call("GET", `admin/certifications/${item.id}`);
      if (present !== item.id) return;
      told.textContent = "您的这次查看已被记录，可在“查看记录”中查到。";
      show(found);
      looked();
    } catch (failure) {
      if (present !== item.id) return;
      told.textContent = "";
      problem.textContent = failure.message;
    }
  };

  const show = (item) => content.replaceChildren(
    standing(item), ...item.putAside ? [requeueButton(item)] : [], about(item), shots(item), course(item));

  const requeueButton = (item) => {
    const button = make("button", { type: "button" }, "重新排队");
    button.addEventListener("click", () => busy(button, async () => {
      problem.textContent = "";
      try {
        const now = await call("POST", `admin/certifications/${item.id}/requeue`);
        changed(now);
        // The answer has no pictures; those that are on show are still the record's.
        show({ ...item, ...now });
        told.textContent = "已重新排队，将在下次核验时检查。";
        heading.focus();
      } catch (failure) {
        problem.textContent = failure.message;
      }
    }));
    return make("div", { class: "row" }, button,
      make("p", { class: "hint" }, item.putAside === "answer_lost" ? "重新核验会再次付费" : ""));
  };

  byData("close").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => {
    // A press on what lies around the panel.
    if (event.target === panel && !inside(panel, event)) panel.close();
  });
  panel.addEventListener("close", () => {
    // Nobody's card stays in a page that is merely not looked at.
    content.replaceChildren();
    closed(present);
    present = null;
  });
  return open;
}

function inside(panel, event) {
  const { left, right, top, bottom } = panel.getBoundingClientRect();
  return event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
}

function standing(item) {
  const lines = [
    item.reason && `原因：${item.reason}`,
    item.putAside && `待人工处理：${ASIDE[item.putAside]}（${moment(item.putAsideAt)}）`,
    item.status === "AUTHEN" && !item.putAside && item.retryAt && `将于 ${moment(item.retryAt)} 之后重试`,
  ];
  return make("div", { class: "status", "data-status": item.status },
    make("p", { class: "state" }, STATUS[item.status]),
    ...lines.filter(Boolean).map((line) => make("p", {}, line)));
}

function about(item) {
  return section("资料", [
    ["姓名", item.name],
    ["身份证号码", item.idNumber],
    ["企业名称", item.companyName],
    ["信用代码", item.licenceNumber],
    ["法定代表人", item.legal],
    ["企业地址", item.companyAddress],
    ["企业电话", item.companyPhone],
    ["证件有效期至", item.expiresAt ? lastDay(item.expiresAt) : item.status === "PASS" && "长期"],
  ]);
}

function course(item) {
  const notice = item.notice && Object.entries(CHANNEL).map(([name, word]) => `${word}${DELIVERY[item.notice[name]]}`);
  return section("处理经过", [
    ["提交时间", moment(item.submittedAt)],
    ["审核时间", moment(item.decidedAt)],
    ["核验次数", String(item.attempts)],
    ["核验费用", yuan(item.cost)],
    ["最近的通知", notice && `${NOTICE[item.notice.word]}：${notice.join("，")}`],
  ]);
}

function section(name, rows) {
  const list = make("dl", { class: "facts" });
  facts(list, rows);
  return make("section", {}, make("h3", {}, name), list);
}

function shots({ pictures, picturesUntil }) {
  const names = Object.keys(pictures);
  if (!names.length) return section("照片", [["照片", "已删除，或没有上传"]]);
  const hint = make("p", { class: "hint" }, `点击照片可放大；照片地址在 ${moment(picturesUntil)} 前有效`);
  const figures = names.map((name) => shot(PICTURE[name], pictures[name]));
  return make("section", {}, make("h3", {}, "照片"), hint, make("div", { class: "shots" }, ...figures));
}

function shot(name, address) {
  const image = make("img", { alt: "", src: address });
  const button = make("button", { type: "button", class: "shot", "aria-label": `放大${name}照片`, "aria-expanded": "false" }, image);
  button.addEventListener("click", () => {
    const large = button.closest("figure").classList.toggle("large");
    button.ariaExpanded = String(large);
  });
  const caption = make("figcaption", {}, name);
  image.addEventListener("error", () => {
    image.remove();
    button.replaceWith(make("p", { class: "error" }, "照片无法显示，请关闭后重新打开"));
  });
  return make("figure", {}, button, caption);
}
