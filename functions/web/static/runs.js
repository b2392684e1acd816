// The latest run: its figures, a watch on it while it goes on, and the buttons that start one.

import { call } from "./api.js";
import { byData, make } from "./dom.js";
import { busy } from "./form.js";
import { RUN_KIND, yuan } from "./labels.js";
import { attempt } from "./stretch.js";
import { moment } from "./words.js";

// Each question costs an invocation: less and less often, and no more once nothing has moved for a while.
const [FIRST_MS, SLOWER, LAST_MS, PATIENCE] = [1000, 1.3, 20000, 8];
const FIGURES = [
  ["处理", "seen"], ["通过", "passed"], ["未通过", "refused"], ["等待", "waiting"], ["待人工", "putAside"],
];

/** Show the latest run; `moved` is called when a run has changed records. */
export async function startRuns(moved) {
  const question = byData("question");
  const told = byData("run-told");
  let shown = "null";
  let timer = 0;

  const read = async () => {
    const run = await call("GET", "admin/runs/last");
    const before = shown;
    shown = JSON.stringify(run);
    if (shown === before) return { run, changed: false };
    show(run);
    return { run, changed: true };
  };

  const watch = (wait = FIRST_MS, unmoved = 0) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      let changed = false;
      let run = null;
      await attempt("run", async () => {
        ({ run, changed } = await read());
        if (changed) moved();
      });
      if (changed && finished(run)) return;
      if (changed) watch(FIRST_MS);
      else if (unmoved < PATIENCE) watch(Math.min(wait * SLOWER, LAST_MS), unmoved + 1);
    }, wait);
  };

  const start = (type) => attempt("run", async () => {
    told.textContent = "";
    await call("POST", "admin/runs", { type });
    told.textContent = `已开始核验${RUN_KIND[type]}，数字会自动更新`;
    watch();
  });

  const requeueAll = () => attempt("run", async () => {
    question.close();
    told.textContent = "";
    const count = await giveBackAll();
    told.textContent = count ? `${count} 条已重新排队，将在下次核验时检查` : "没有待人工处理的认证";
    await Promise.all([read(), moved()]);
  });

  for (const button of document.querySelectorAll("[data-start]")) {
    button.addEventListener("click", () => busy(button, () => start(button.dataset.start)));
  }
  byData("requeue-all").addEventListener("click", () => question.showModal());
  byData("no").addEventListener("click", () => question.close());
  byData("yes").addEventListener("click", (event) => busy(event.target, requeueAll));

  show(null);
  const { run } = await read();
  if (run && !finished(run)) watch();
}

async function giveBackAll() {
  // One request takes as many as it has time for.
  for (let all = 0; ;) {
    const { count, more } = await call("POST", "admin/requeue");
    all += count;
    if (!more) return all;
  }
}

function finished(run) {
  return run.handedOutAt !== null && (run.waiting === 0 || run.stopped !== null);
}

function show(run) {
  byData("no-run").hidden = run !== null;
  byData("run-state").hidden = run === null;
  byData("stopped").textContent = run?.stopped
    ? "当日预算已用完，核验提前停止。其余认证留在队列中，第二天的核验会继续。" : "";
  if (run === null) return;
  byData("run-about").textContent = `${moment(run.startedAt)} 开始 · ${RUN_KIND[run.type]}`;
  showState(run);
  byData("figures").replaceChildren(
    ...FIGURES.map(([word, name]) => figure(word, String(run[name]), run[name] > 0 && name)),
    figure("费用", yuan(run.cost), false));
}

function showState(run) {
  const state = byData("run-state");
  const [word, status] = run.stopped ? ["预算用完，已停止", "UNPASS"]
    : run.handedOutAt === null ? ["正在分派", "AUTHEN"]
      : run.waiting ? ["处理中", "AUTHEN"] : ["已完成", "PASS"];
  state.textContent = word;
  state.dataset.status = status;
}

function figure(word, value, mark) {
  return make("div", mark ? { "data-figure": mark } : {}, make("dt", {}, word), make("dd", {}, value));
}
