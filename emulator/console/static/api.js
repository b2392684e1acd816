// Calls of the console's JSON API. A refusal becomes an ApiError whose text is the server's own.

export class ApiError extends Error {}

export async function call(path, { method = "GET", body } = {}) {
  const options = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(`/api/${path}`, options);
  if (!response.ok) throw new ApiError(await complaint(response));
  return response.json();
}

export async function picture(path, query) {
  const response = await fetch(`/api/${path}?${new URLSearchParams(query)}`);
  if (!response.ok) throw new ApiError(await complaint(response));
  return response.blob();
}

async function complaint(response) {
  try {
    return (await response.json()).error ?? response.statusText;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
