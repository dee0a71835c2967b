// Toasts go by themselves, unless somebody reads them or they hold an error; messages close by their cross.
const life = 7000;

function age(toast) {
  if (toast.matches(".is-bad") || toast.dataset.aging) return;
  toast.dataset.aging = "1";
  const end = () => { if (!toast.dataset.asking) toast.remove(); };
  let timer = setTimeout(end, life);
  const stop = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(end, life / 2); };
  toast.addEventListener("pointerenter", stop);
  toast.addEventListener("focusin", stop);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusout", go);
}

const toasts = document.getElementById("toasts");
if (toasts) {
  new MutationObserver(() => {
    for (const toast of toasts.querySelectorAll("[data-toast]")) age(toast);
  }).observe(toasts, { childList: true, subtree: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  button?.closest(button.dataset.dismiss)?.remove();
});

// It stays until its answer was drawn: htmx draws nothing for a form that is gone.
const undone = (form) => form?.matches("[data-undo]") && form.closest("[data-toast]");

document.addEventListener("htmx:before:request", (event) => {
  const toast = undone(event.detail.ctx.sourceElement);
  if (toast) toast.dataset.asking = "1";
});
document.addEventListener("htmx:finally:request", (event) => {
  const { sourceElement, response } = event.detail.ctx;
  const toast = undone(sourceElement);
  if (!toast) return;
  delete toast.dataset.asking;
  if (response?.status < 400) toast.remove();
});
