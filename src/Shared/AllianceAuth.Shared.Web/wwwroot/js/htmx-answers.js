// What htmx itself leaves open: faults, a dead server, an ended session, an old token.
import { keepForm } from "./forms.js";
import { isUnasked } from "./live.js";

function say(template) {
  const toast = document.getElementById(template)?.content.cloneNode(true);
  if (toast) document.getElementById("toasts").append(toast);
}

document.addEventListener("htmx:response:error", (event) => {
  const { response, text, sourceElement } = event.detail.ctx;
  if (response.status === 401) keepForm(sourceElement);
  const token = response.headers.get("X-Fresh-Token");
  if (token) for (const field of document.querySelectorAll("input[name=__RequestVerificationToken]")) field.value = token;
  // A proxy's or a crashed server's answer says nothing of its own that we would show.
  if (response.status >= 500 && !isUnasked(event.detail.ctx) && !text.includes("hx-partial")) say("toast-unreachable");
});

document.addEventListener("htmx:error", (event) => {
  if (!isUnasked(event.detail.ctx)) say("toast-unreachable");
});
