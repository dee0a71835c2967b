// Bars for many rows say how many are ticked, and their buttons wait until one is.
function count() {
  for (const bar of document.querySelectorAll("form.bulk")) {
    const all = bar.querySelector("input[name=all]:checked");
    const ticked = [...document.querySelectorAll("td.pick input[type=checkbox]:checked")].filter((box) => box.form === bar).length;
    const number = all ? Number(all.dataset.total) : ticked;
    for (const words of bar.querySelectorAll("[data-picked]")) {
      words.dataset.unpicked ??= words.textContent;
      const text = number > 0 ? words.dataset.picked.replace("{0}", number.toLocaleString(document.documentElement.lang)) : words.dataset.unpicked;
      if (words.textContent !== text) words.textContent = text;
    }
    for (const button of bar.querySelectorAll("[data-needs-picks]")) button.disabled = number === 0;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("td.pick input, [data-pick-all], form.bulk input")) count();
});
document.addEventListener("reset", (event) => {
  if (!event.target.matches("form.bulk")) return;
  for (const all of document.querySelectorAll("[data-pick-all]")) all.checked = false;
  setTimeout(count);
});
for (const happened of ["htmx:after:swap", "htmx:after:request", "htmx:finally:request"]) document.addEventListener(happened, count);
addEventListener("pageshow", count);
count();
