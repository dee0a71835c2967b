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
