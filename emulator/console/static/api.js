// Calls of the console's JSON API. A refusal becomes an ApiError whose text is the server's own, silence a GoneError.

import { learn, t } from "./words.js";

learn({
  offline: ["连接不上本地云。它停了吗？恢复后本页会自动继续。", "The local cloud does not answer. Has it stopped? This page goes on by itself once it is back."],
});

export class ApiError extends Error {}

export class GoneError extends Error {}

export async function call(path, { method = "GET", body } = {}) {
  const options = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  return (await answered(fetch(`/api/${path}`, options))).json();
}

export const post = (path, body) => call(path, { method: "POST", body });
export const remove = (path) => call(path, { method: "DELETE" });

// A path with its query; nothing of it ever reaches the address of the page.
export const query = (path, fields) => `${path}?${new URLSearchParams(fields)}`;

export async function blob(path, fields) {
  return (await answered(fetch(`/api/${query(path, fields)}`))).blob();
}

async function answered(request) {
  const response = await request.catch(() => {
    throw new GoneError(t("offline"));
  });
  if (!response.ok) throw new ApiError(await complaint(response));
  return response;
}

async function complaint(response) {
  try {
    return (await response.json()).error ?? response.statusText;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
