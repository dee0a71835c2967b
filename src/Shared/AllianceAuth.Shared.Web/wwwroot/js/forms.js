// Selects that submit at once, tick-all boxes, a second click that does nothing twice, and text that survives an expired session.
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
