// A field above a long list of tick boxes: it leaves those whose words hold what was typed, and opens the groups they are in.
document.addEventListener("input", (event) => {
  const field = event.target.closest?.("[data-filter-choices]");
  if (!field) return;
  const wanted = field.value.trim().toLowerCase();
  for (const group of document.querySelectorAll(`${field.dataset.filterChoices} details`)) {
    group.dataset.before ??= group.open ? "open" : "closed";
    let left = 0;
    for (const choice of group.querySelectorAll(".field")) {
      choice.hidden = !choice.textContent.toLowerCase().includes(wanted);
      left += choice.hidden ? 0 : 1;
    }
    group.hidden = left === 0;
    group.open = wanted ? left > 0 : group.dataset.before === "open";
    if (!wanted) delete group.dataset.before;
  }
});

// Enter in it must not send the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-filter-choices]")) event.preventDefault();
});
