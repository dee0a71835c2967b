// Dialogs that htmx brings in open at once; closing gives the focus back to where it was. Menus close when something in them was chosen.
let before = null;

document.addEventListener("htmx:after:swap", () => {
  for (const dialog of document.querySelectorAll("dialog[data-dialog]:not([open])")) {
    before = document.activeElement;
    dialog.showModal();
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.isConnected && before.focus();
    }, { once: true });
  }
});

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-dialog-close]");
  const dialog = close?.closest("dialog[data-dialog]");
  if (dialog) {
    event.preventDefault();
    dialog.close();
  }
});

// A question that was answered closes, also when the answer leaves it on the page.
document.addEventListener("submit", (event) => event.submitter?.closest(".confirm[popover]")?.hidePopover(), true);

// Arrow keys in menus, as people expect of one.
document.addEventListener("keydown", (event) => {
  const menu = document.activeElement?.closest?.(".menu[popover]");
  if (!menu || (event.key !== "ArrowDown" && event.key !== "ArrowUp") || document.activeElement.matches("select, input")) return;
  const list = [...menu.querySelectorAll("a.item, button.item, select")];
  const at = list.indexOf(document.activeElement);
  event.preventDefault();
  list[(at + (event.key === "ArrowDown" ? 1 : -1) + list.length) % list.length]?.focus();
});

document.addEventListener("toggle", (event) => {
  if (event.newState === "open" && event.target.matches?.(".menu[popover]")) event.target.querySelector("a, button, select")?.focus({ focusVisible: false });
}, true);
