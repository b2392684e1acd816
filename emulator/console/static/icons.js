// The page's own icons: strokes on a grid of 24, in the colour of the text beside them.

import { draw } from "./dom.js";

const PATHS = {
  overview: "M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z",
  invocations: "M3 12h4l3-8 4 16 3-8h4",
  outbox: "M4 5h16v11H9l-5 4z M8 9h8 M8 12.5h5",
  timers: "M12 8v5l3 2 M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16z M9 2h6",
  objects: "M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15.5 9.2h.01",
  tables: "M4 5h16v14H4z M4 10h16 M4 14.5h16 M10 5v14",
  redis: "M12 4l8 3.5-8 3.5-8-3.5z M4 12l8 3.5 8-3.5 M4 16.5l8 3.5 8-3.5",
  clock: "M12 7v5l3.5 2 M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  faults: "M13 3L5 14h6l-1 7 8-11h-6z",
  registry: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.5 20a7.5 7.5 0 0 1 15 0",
  samples: "M3 6h18v12H3z M8.5 12.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z M5.5 16a3 3 0 0 1 6 0 M14.5 10H18 M14.5 14H18",
  cost: "M7 4l5 7 5-7 M12 11v9 M8 13h8 M8 16.5h8",
  calls: "M4 8h13l-3-3 M20 16H7l3 3",
  functions: "M8 4c-3 0-3 2-3 4s0 3-2 4c2 1 2 2 2 4s0 4 3 4 M16 4c3 0 3 2 3 4s0 3 2 4c-2 1-2 2-2 4s0 4-3 4",
  snapshots: "M4 8h3l2-3h6l2 3h3v11H4z M12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
  addresses: "M12 21s7-6.5 7-12a7 7 0 0 0-14 0c0 5.5 7 12 7 12z M12 11.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  apiDocs: "M6 3h9l4 4v14H6z M14 3v5h5 M9 13h7 M9 17h5",
  more: "M5 12h.01 M12 12h.01 M19 12h.01",
  theme: "M12 3a9 9 0 1 0 0 18z M12 3a9 9 0 0 1 0 18",
  help: "M9.5 9a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7v.5 M12 17h.01 M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  back: "M15 5l-7 7 7 7",
  phone: "M7 3h10v18H7z M11 18h2",
  envelope: "M3 6h18v12H3z M3 7l9 6 9-6",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l2 2H4z M10 21h4",
  file: "M6 3h9l4 4v14H6z M14 3v5h5",
};

export function icon(name) {
  const strokes = PATHS[name].split(" M").map((path, index) => draw("path", { d: index ? `M${path}` : path }));
  return draw("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, strokes);
}
