// The stream of changes. It comes back by itself after the local cloud was gone, and rests while nobody looks.

import { byId, make } from "./dom.js";
import { learn, t } from "./words.js";

learn({
  live: ["实时连接", "Live"],
  gone: ["连接断开", "Not connected"],
});

const RETRY_MS = 1500;

// `hear` is told topics, `anew` that anything may have changed.
export function follow(hear, anew) {
  let source = null;
  let retry = 0;

  function open() {
    clearTimeout(retry);
    source = new EventSource("/api/live");
    source.onopen = () => {
      state("live");
      anew();
    };
    source.onmessage = (event) => hear(JSON.parse(event.data));
    source.onerror = () => {
      state("gone");
      // The browser gives up for good after some kinds of failure.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
    };
  }

  function rest() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) rest();
    else if (!source) open();
  });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", () => source ?? (document.hidden || open()));
  byId("offline").append(make("span", { t: "offline" }));
  open();
}

function state(is) {
  const dot = byId("link");
  dot.dataset.state = is;
  dot.dataset.tLabel = is;
  dot.dataset.tTitle = is;
  dot.ariaLabel = dot.title = t(is);
  byId("offline").hidden = is === "live";
}
