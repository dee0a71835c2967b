// Ctrl+K: jump to a page, a pilot, a group, a fleet.
const box = () => document.getElementById("command-box");
const items = () => [...document.querySelectorAll("#command-hits .item")];
const isMac = /mac/i.test(navigator.platform);

function open() {
  const dialog = box();
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const input = dialog.querySelector("input");
  input.select();
  input.dispatchEvent(new CustomEvent("command-open"));
}

function move(by) {
  const list = items();
  if (list.length === 0) return;
  const at = list.findIndex((item) => item.classList.contains("is-at"));
  list[at]?.classList.remove("is-at");
  const next = list[(at + by + list.length) % list.length] ?? list[0];
  next.classList.add("is-at");
  next.scrollIntoView({ block: "nearest" });
}

for (const key of document.querySelectorAll(".search-open kbd")) if (isMac) key.textContent = "⌘ K";

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-command-open]") && box()) {
    event.preventDefault();
    open();
  } else if (event.target === box()) {
    box().close();
  }
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && box()) {
    event.preventDefault();
    open();
    return;
  }
  if (!box()?.open) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    const hit = document.querySelector("#command-hits .item.is-at") ?? items()[0];
    if (hit) {
      event.preventDefault();
      // Not a click: hits that arrive at this moment take the clicked one out of the page.
      location.assign(hit.href);
    }
  }
});
