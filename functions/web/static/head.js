// The head of every page: which system this is, and the way out.

import { call, system } from "./api.js";
import { byData } from "./dom.js";
import { busy } from "./form.js";

/** Name the system. */
export function showSystem() {
  byData("system").textContent = system;
}

/** Make the button work that ends the session; `show` is given what went wrong. */
export function offerLogout(show) {
  byData("logout").addEventListener("click", (event) => busy(event.target, async () => {
    try {
      await call("POST", "login/logout");
      location.replace("login.html");
    } catch (failure) {
      show(failure);
    }
  }));
  window.addEventListener("pageshow", (event) => {
    // "Back" may bring the page up from memory after somebody has signed out.
    if (event.persisted) location.reload();
  });
}
