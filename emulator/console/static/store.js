// What the page knows of the local cloud: asked for once, and again when it has changed.

import { call } from "./api.js";

// Name → request. A name is also the topic under which the local cloud tells of changes, where it tells at all.
const SOURCES = {
  outbox: "outbox?last=500",
  invocations: "invocations?logs=no&last=300",
  timers: "timers",
  clock: "clock",
  faults: "faults",
  cost: "cost",
  calls: "calls?last=500",
  registry: "registry",
  functions: "functions",
  snapshots: "snapshots",
  addresses: "addresses",
  errors: "errors",
};
const known = new Map();

export function load(name) {
  if (!known.has(name)) {
    const asked = call(SOURCES[name]);
    known.set(name, asked);
    asked.catch(() => known.get(name) === asked && known.delete(name));
  }
  return known.get(name);
}

// Forget what is no longer so; without names, everything.
export function forget(names = [...known.keys()]) {
  for (const name of names) known.delete(name);
}
