// Calls of the product's API, for the system that the page's own address names: /web/{system}/….

import { duration } from "./words.js";

export const system = location.pathname.split("/")[2];

/** A failure as the API tells it. `code` as in the document, 0 for none; `retryAfter` in seconds or null. */
export class ApiError extends Error {
  constructor(code, message, retryAfter = null) {
    super(message);
    Object.assign(this, { code, retryAfter });
  }
}

/** Call `/{system}/{path}` and return `data`. ApiError if it fails; without a session the login page follows. */
export function call(method, path, body) {
  return request(method, `/${system}/${path}`, body);
}

/** The signed form for one picture. */
export function uploadPolicy(slot, type) {
  return request("GET", `/asset/policy?${new URLSearchParams({ slot, type, system })}`);
}

/** Send a file with its signed form straight to the bucket; `progress` hears of 0–1. */
export function upload(policy, file, progress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(policy.fields)) form.append(name, value);
  form.append("file", file);
  // fetch tells nothing of a request's progress.
  const sending = new XMLHttpRequest();
  sending.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress(event.loaded / event.total);
  });
  return new Promise((resolve, reject) => {
    sending.addEventListener("load", () => {
      if (sending.status === 200) resolve();
      else reject(refusal(sending.status));
    });
    sending.addEventListener("error", () => reject(new ApiError(0, "上传中断，请检查网络后重试")));
    sending.open("POST", policy.host);
    sending.send(form);
  });
}

function refusal(status) {
  // 203: the bucket has stored it, but the product's own look at the picture did not accept it.
  return status === 203
    ? new ApiError(1019, "这张照片无法使用，请换一张清晰的 JPG 或 PNG 照片")
    : new ApiError(0, "上传失败，请重试");
}

async function request(method, url, body) {
  const response = await send(method, url, body);
  const answer = await response.json().catch(() => null);
  if (answer?.success) return answer.data;
  if (response.status === 401) return toLogin();
  const { code = 0, message = "服务暂时不可用，请稍后再试" } = answer?.error ?? {};
  const retryAfter = Number(response.headers.get("Retry-After")) || null;
  // The API counts in seconds; people count long waits in minutes and hours.
  throw new ApiError(code, message.replace(/(\d+) 秒/, (_, seconds) => duration(Number(seconds))), retryAfter);
}

async function send(method, url, body) {
  const headers = { Accept: "application/json", "Accept-Language": "zh-CN" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    return await fetch(url, { method, headers, body: JSON.stringify(body) });
  } catch {
    throw new ApiError(0, "网络连接失败，请检查网络后重试");
  }
}

function toLogin() {
  // Whoever signs in comes back to the page they wanted.
  location.replace(location.pathname.endsWith("/admin.html") ? "login.html?again=admin" : "login.html?again");
  // The page is about to go: nobody should go on as if there were an answer.
  return new Promise(() => {});
}
