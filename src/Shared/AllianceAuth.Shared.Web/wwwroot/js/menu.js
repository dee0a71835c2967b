// The sidebar: folding it to icons without loading the page anew, and remembering which folders are open. The server draws both from cookies.
const year = 60 * 60 * 24 * 365;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-rail-switch]");
  if (!form) return;
  event.preventDefault();
  const folded = document.documentElement.toggleAttribute("data-rail");
  form.querySelector("button").setAttribute("aria-expanded", String(!folded));
  fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
});

document.addEventListener("toggle", (event) => {
  const folder = event.target.closest?.("#menu details[data-folder]");
  if (!folder || folder !== event.target) return;
  const open = [...document.querySelectorAll("#menu details[data-folder][open]")].map((f) => f.dataset.folder);
  document.cookie = `menu-folders=${open.join("~")}; path=/; max-age=${year}; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
}, true);

// Arranging it: Alt and an arrow move the row one is in, and the focus goes along, though the rows change places.
let held = null;

document.addEventListener("keydown", (event) => {
  const move = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const button = event.altKey && move && event.target.closest?.("#menu-board tr")?.querySelector(`[data-move=${move}]:not(:disabled)`);
  if (!button) return;
  event.preventDefault();
  button.focus();
  button.click();
});

document.addEventListener("htmx:before:swap", () => { held = document.activeElement?.closest("#menu-board") ? document.activeElement.id : null; });
document.addEventListener("htmx:after:swap", () => {
  const before = held && document.getElementById(held);
  if (!before || before === document.activeElement) return;
  (before.disabled ? before.closest("form").querySelector("button:not(:disabled)") : before)?.focus();
});
