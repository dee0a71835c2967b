// Selects that submit at once, tick-all boxes, a second click that does nothing twice, rows that stay, and text that survives an expired session.
const kept = "kept-form";

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-autosubmit]")) event.target.form.requestSubmit();
  if (event.target.matches("[data-pick-all]")) {
    for (const one of event.target.closest("table").querySelectorAll("td.pick input[type=checkbox]")) {
      if (one.checked !== event.target.checked) one.click();
    }
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[hx-post]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000);
});

// The second half of a double click meets what the answer to the first half put in its place: that is not what was meant.
const rest = 500;
const near = 24;
let press = null;
let asked = null;

document.addEventListener("pointerdown", (event) => { press = { x: event.clientX, y: event.clientY }; }, true);
document.addEventListener("keydown", () => { press = null; }, true);
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceEvent?.type === "submit" && press) asked = { ctx, ...press, answered: 0 };
});
document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx === asked?.ctx && asked.ctx.response.status < 400) asked.answered = performance.now();
});
document.addEventListener("submit", (event) => {
  if (!press || !asked?.answered || performance.now() - asked.answered > rest || Math.hypot(press.x - asked.x, press.y - asked.y) > near) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// What was typed into a field that takes names went with the form: it is a token now, or the answer says that it was not taken.
document.addEventListener("htmx:after:swap", (event) => {
  const { request, target } = event.detail.ctx;
  if (!(request?.body instanceof URLSearchParams) || !target?.isConnected) return;
  for (const field of target.querySelectorAll("[data-tokens] > input")) {
    if (field.value !== field.defaultValue && request.body.getAll(field.name).includes(field.value)) field.value = field.defaultValue;
  }
});

// Rows that stay on the page after they were decided: every question tells the server which.
document.addEventListener("htmx:before:request", (event) => {
  const rows = document.querySelector("[data-kept]")?.dataset.kept;
  if (rows) event.detail.ctx.request.headers["X-Kept"] = rows;
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Called when the session turned out to be over: the browser goes to the login and comes back to this page.
export function keepForm(source) {
  const form = source?.closest?.("form");
  if (!form) return;
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !name.startsWith("__") && !/password|secret|token/i.test(name));
  try {
    sessionStorage.setItem(kept, JSON.stringify({ page: location.pathname + location.search, action: form.getAttribute("action"), fields }));
  } catch {
    // Storage is full or off: then it is as it would be without us.
  }
}

function bringBack() {
  let saved;
  try {
    saved = JSON.parse(sessionStorage.getItem(kept));
  } catch {
    return;
  }
  if (saved?.page !== location.pathname + location.search) return;
  sessionStorage.removeItem(kept);
  const form = [...document.forms].find((one) => one.getAttribute("action") === saved.action);
  for (const [name, value] of saved.fields) {
    const field = form?.elements[name];
    if (field instanceof Element && !["checkbox", "radio", "hidden", "file"].includes(field.type)) field.value = value;
  }
}

bringBack();
