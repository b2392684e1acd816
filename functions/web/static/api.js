// Calls of the product's API, for the system that the page's own address names: /web/{system}/….

export const system = location.pathname.split("/")[2];

/** A failure as the API tells it. `code` as in the document, `retryAfter` in seconds or null. */
export class ApiError extends Error {
  constructor(status, code, message, retryAfter = null) {
    super(message);
    Object.assign(this, { status, code, retryAfter });
  }
}

/** Call `/{system}/{path}` and return `data`; throws ApiError. Without a session, the login page follows. */
export async function call(method, path, body) {
  return request(method, `/${system}/${path}`, body);
}

/** The signed form for one picture. */
export async function uploadPolicy(slot, type) {
  const query = new URLSearchParams({ slot, type, system });
  return request("GET", `/asset/policy?${query}`);
}

async function request(method, url, body) {
  const options = { method, headers: { Accept: "application/json" }, credentials: "same-origin" };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new ApiError(0, 0, "网络连接失败，请检查网络后重试");
  }
  const answer = await response.json().catch(() => null);
  if (answer?.success) return answer.data;
  const retryAfter = Number(response.headers.get("Retry-After")) || null;
  throw new ApiError(response.status, answer?.error?.code ?? response.status,
    answer?.error?.message ?? "服务暂时不可用，请稍后再试", retryAfter);
}

/** Send a file with its signed form straight to the bucket; `progress` hears of 0–1. Returns what was recorded. */
export function upload(policy, file, progress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(policy.fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    });
    sending.addEventListener("load", () => {
      // 203: stored, but our own check of the picture did not accept it.
      if (sending.status === 200) resolve(JSON.parse(sending.responseText).data);
      else if (sending.status === 203) reject(new ApiError(400, 1019, "上传文件不符合要求，请选择清晰的 JPG 或 PNG 照片"));
      else reject(new ApiError(sending.status, sending.status, "上传失败，请重试"));
    });
    sending.addEventListener("error", () => reject(new ApiError(0, 0, "上传中断，请检查网络后重试")));
    sending.open("POST", policy.host);
    sending.send(form);
  });
}
