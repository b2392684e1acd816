// Objects of the buckets: pictures as pictures, the rest by name; one opens to be looked at or saved.

import { blob, call, query } from "../api.js";
import { closeButton, show as showDialog } from "../dialog.js";
import { field, fill, make, options } from "../dom.js";
import { bytes, count, moment } from "../format.js";
import { icon } from "../icons.js";
import { pager, search, searchBar } from "../lists.js";
import { learn, t } from "../words.js";

learn({
  objects: ["文件", "Objects"],
  objectsLead: ["OSS 存储桶里的内容。图片直接显示，其余点开查看或下载。", "What the buckets of OSS hold. Pictures are shown; anything else opens to be read or saved."],
  objectsNone: ["这里没有文件", "There are no objects here"],
  objectsHow: ["在产品里上传一张证件照片，或用 OSS 客户端写入一个文件。", "Upload a picture of a document in the product, or put an object with an OSS client."],
  bucket: ["存储桶", "Bucket"],
  prefix: ["按前缀筛选", "Filter by prefix"],
  inBucket: ["{objects} 个文件，共 {size}", "{objects} objects, {size}"],
  save: ["下载 {text}", "Download {text}"],
  tooLong: ["（只显示开头 {text}）", "(the first {text} alone)"],
  binary: ["无法预览的内容，可以下载。", "Nothing that could be shown; it can be saved."],
});

const PICTURES = /^image\/(png|jpeg|gif|webp|bmp|avif)$/;
const TEXTS = /^text\/|json|xml|javascript|yaml|csv|x-www-form-urlencoded/;
const MOST_TEXT = 64 * 1024;
let parts;

export const objects = {
  id: "objects",
  topics: ["objects"],
  wide: true,

  build(place, again) {
    const pages = pager(again);
    const bucket = make("select", { onchange: pages.anew });
    const [prefix, box] = search("objects-prefix", "prefix", pages.anew);
    const total = make("p", { class: "muted total" });
    const list = make("ul", { id: "objects-list", class: "tiles" });
    place.append(searchBar(field("objects-bucket", "bucket", bucket), box, total), list, pages.more);
    parts = { bucket, prefix, total, list, pages };
  },

  async refresh() {
    const { buckets } = await call("objects");
    options(parts.bucket, buckets.map((one) => one.name));
    const chosen = buckets.find((one) => one.name === parts.bucket.value);
    parts.total.textContent = chosen ? t("inBucket", { objects: count(chosen.objects), size: bytes(chosen.bytes) }) : "";
    const found = chosen ? await read(chosen.name) : [];
    if (!chosen) parts.pages.more.hidden = true;
    const empty = parts.prefix.value && chosen?.objects ? ["noMatch", "noMatchHow"] : ["objectsNone", "objectsHow"];
    fill(parts.list, found, { key: (one) => `${chosen.name}/${one.key}`, draw: (one) => tile(chosen.name, one), empty });
  },
};

async function read(bucket) {
  const pages = await parts.pages.read((after) => call(query("objects", { bucket, prefix: parts.prefix.value, after })));
  return pages.flatMap((page) => page.objects);
}

// The last part of the key; all of it if it ends like a folder.
const nameOf = (one) => one.key.match(/[^/]+$/)?.[0] ?? one.key;
const isPicture = (one) => PICTURES.test(one.type) && one.size > 0;
// The object's checksum keeps a replaced picture from being shown as it was.
const address = (bucket, one) => `/api/${query("object", { bucket, key: one.key, etag: one.etag })}`;

function tile(bucket, one) {
  const view = isPicture(one)
    ? make("img", { src: address(bucket, one), alt: "", loading: "lazy", decoding: "async" })
    : make("span", { class: "kind" }, icon("file"), make("span", { class: "mono" }, one.key.match(/\.(\w{1,5})$/)?.[1] ?? ""));
  return make("li", { class: "tile" }, make("button", { type: "button", onclick: () => open(bucket, one) },
    make("span", { class: "view" }, view),
    make("span", { class: "mono key", title: one.key }, make("strong", {}, nameOf(one)), make("span", { class: "muted" }, one.key.slice(0, -nameOf(one).length) || "/")),
    make("span", { class: "small" }, bytes(one.size), moment(one.modified))));
}

async function open(bucket, one) {
  const name = nameOf(one);
  const facts = make("p", { class: "muted small" }, `${one.type} · ${bytes(one.size)} · `, moment(one.modified), one.acl ? ` · ${one.acl}` : "");
  const place = make("div", { class: "content" }, "…");
  const save = make("a", { class: "button", href: address(bucket, one), download: name }, t("save", { text: name }));
  const bar = closeButton();
  bar.prepend(save);
  const done = showDialog(one.key, [facts, place, bar], { wide: true });
  try {
    place.replaceChildren(...(await content(bucket, one)));
  } catch (error) {
    place.replaceChildren(error.message);
  }
  await done;
}

async function content(bucket, one) {
  if (isPicture(one)) return [make("img", { src: address(bucket, one), alt: one.key })];
  if (!TEXTS.test(one.type)) return [t("binary")];
  const whole = await blob("object", { bucket, key: one.key });
  const text = await whole.slice(0, MOST_TEXT).text();
  return [
    make("pre", { tabindex: "0" }, one.type.includes("json") ? pretty(text) : text),
    whole.size > MOST_TEXT && make("p", { class: "muted" }, t("tooLong", { text: bytes(MOST_TEXT) })),
  ].filter(Boolean);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
