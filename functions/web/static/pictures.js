// Pictures of a document: chosen, looked at, and sent straight to the bucket.

import { ApiError, upload, uploadPolicy } from "./api.js";
import { byData } from "./dom.js";
import { showError } from "./form.js";

const TYPES = ["image/jpeg", "image/png"];
const WAIT = "请等待上传完成";
// What the product takes; the bucket's and the server's own looks decide.
const MAX_BYTES = 10 * 1024 * 1024;
const [MIN_SIDE, MAX_SIDE, MAX_PIXELS] = [16, 8191, 52e6];
// Below this the print on a card is a few pixels high, which no reading is sure of.
const GOOD_SIDE = 800;

/**
 * Make the form's slots work; `mayStart()` is asked before a picture leaves. Returns `show(there, outdated)`, which
 * marks the slots that have a picture, maybe one of a document that has ended, and `problems()`, a list of [slot, text]
 * for what keeps the form from being submitted.
 */
export function pictures(form, mayStart) {
  const slots = [...form.querySelectorAll("[data-slot]")].map((place) => slot(form, place, mayStart));
  return {
    show: (there, outdated) => slots.forEach((one) => one.show(there[one.name], outdated)),
    problems: () => slots.map((one) => [one.name, one.problem()]),
  };
}

function slot(form, place, mayStart) {
  const name = place.dataset.slot;
  const input = place.querySelector("input");
  const bar = place.querySelector("progress");
  const picture = byData("picture", place);
  const drawing = picture.getAttribute("src");
  const label = place.querySelector("label").textContent;
  let there = false;
  let sending = false;

  const say = (status) => { byData("status-text", place).textContent = status; };
  const show = (isThere, outdated = false) => {
    there = Boolean(isThere);
    place.classList.toggle("done", there);
    place.classList.toggle("doubtful", there && outdated);
    byData("act", place).textContent = there ? "更换照片" : "选择照片";
    say(!there ? "" : outdated ? "这是上次的照片，请换成新证件的照片" : "✓ 已上传");
  };
  const draw = (source) => {
    URL.revokeObjectURL(picture.src);
    picture.src = source;
  };
  const warnIfSmall = () => {
    const [width, height] = [picture.naturalWidth, picture.naturalHeight];
    if (Math.max(width, height) >= GOOD_SIDE) return;
    place.classList.add("doubtful");
    say(`✓ 已上传。照片较小（${width} × ${height} 像素），文字可能看不清，建议换一张更清晰的`);
  };
  const advance = (part) => {
    bar.value = part;
    // Sent is not accepted yet: the bucket has it looked at before it answers.
    say(part < 1 ? "正在上传" : "正在检查照片");
  };

  const send = async (file) => {
    show(false);
    advance(0);
    sending = true;
    bar.hidden = false;
    try {
      await upload(await uploadPolicy(name, file.type), file, advance);
      show(true);
      warnIfSmall();
    } catch (failure) {
      show(false);
      draw(drawing);
      showError(form, name, failure.message);
    } finally {
      bar.hidden = true;
      sending = false;
    }
  };

  input.addEventListener("change", async () => {
    const [file] = input.files;
    // Emptied, so that choosing the same file again is a change again.
    input.value = "";
    if (!file || !mayStart()) return;
    if (sending) return showError(form, name, WAIT);
    try {
      draw(await looked(file));
    } catch (failure) {
      return showError(form, name, failure.message);
    }
    showError(form, name, "");
    await send(file);
  });

  return { name, show, problem: () => (there ? "" : sending ? WAIT : `请上传${label}照片`) };
}

/** An address of the file's picture. ApiError if it is none that will be accepted. */
async function looked(file) {
  if (!TYPES.includes(file.type)) throw new ApiError(1019, "请选择 JPG 或 PNG 格式的照片");
  if (file.size > MAX_BYTES) throw new ApiError(1019, "照片不能超过 10 MB");
  const image = new Image();
  image.src = URL.createObjectURL(file);
  const problem = await image.decode().then(() => sizeProblem(image), () => "无法打开这张照片，请换一张");
  if (!problem) return image.src;
  URL.revokeObjectURL(image.src);
  throw new ApiError(1019, problem);
}

function sizeProblem({ naturalWidth: width, naturalHeight: height }) {
  if (Math.min(width, height) < MIN_SIDE) return "照片太小，看不清内容，请换一张";
  if (Math.max(width, height) > MAX_SIDE || width * height > MAX_PIXELS) return "照片尺寸过大，请缩小后再选";
  return "";
}
