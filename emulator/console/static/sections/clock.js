// The clock of the local cloud, in the head of the page and as a section that moves it.

import { call } from "../api.js";
import { attempt, byId, moment, toast } from "../dom.js";
import { t } from "../words.js";

export const clock = {
  start(refresh) {
    const advance = (button, seconds) => attempt(button, byId("clock-error"), async () => {
      const moved = await call("clock", { method: "POST", body: { advance_s: seconds } });
      toast(t("advanced", { text: moment(moved.now).textContent }));
      await refresh();
    });
    for (const button of document.querySelectorAll("[data-advance]")) {
      button.addEventListener("click", () => advance(button, Number(button.dataset.advance)));
    }
    byId("clock-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const amount = byId("clock-amount").valueAsNumber * Number(byId("clock-unit").value);
      advance(event.submitter, amount);
    });
  },
};

export async function showTime() {
  const { now, offset_s: offset } = await call("clock");
  for (const [time, ahead] of [["now", "offset"], ["clock-now", "clock-offset"]]) {
    byId(time).textContent = moment(now).textContent;
    byId(time).setAttribute("datetime", new Date(now * 1000).toISOString());
    byId(ahead).hidden = !offset;
    byId(ahead).textContent = t("ahead", { text: duration(offset) });
  }
}

function duration(seconds) {
  const units = [["unitDay", 86400], ["unitHour", 3600], ["unitMinute", 60], ["unitSecond", 1]];
  const parts = [];
  let left = Math.round(seconds);
  for (const [word, size] of units) {
    if (left >= size) parts.push(`${Math.floor(left / size)} ${t(word)}`);
    left %= size;
  }
  return parts.slice(0, 2).join(" ") || `0 ${t("unitSecond")}`;
}
