// A function's log, line by line: tracebacks stand out, the platform's own lines step back.

import { make } from "./dom.js";

const PLATFORM = /^(FC \S+ |START |END |REPORT |Init Report|RequestId: )/i;
const LEVEL = /(?:^|\s|\[)(ERROR|CRITICAL|WARNING|WARN)(?:\]|\s|:)/;

export function logLines(text) {
  let inTraceback = false;
  return text.replace(/\n$/, "").split("\n").map((line) => {
    const kind = kindOf(line, inTraceback);
    inTraceback = kind === "trace" || kind === "frame";
    return make("span", { class: `line ${kind}` }, `${line}\n`);
  });
}

function kindOf(line, inTraceback) {
  if (line.includes("Traceback (most recent call last):")) return "trace";
  if (inTraceback && /^\s*File ".*", line \d+/.test(line)) return "frame";
  if (inTraceback && /^\s/.test(line)) return "trace";
  if (inTraceback) return "raised";
  if (PLATFORM.test(line)) return "platform";
  const level = line.match(LEVEL)?.[1];
  if (level) return level.startsWith("WARN") ? "warning" : "raised";
  return "";
}
