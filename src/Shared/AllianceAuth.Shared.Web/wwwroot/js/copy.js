// Copies what a button carries, and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.dataset.copy || button.closest(".secret")?.querySelector("output")?.textContent || "";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No clipboard without https: the text is selected instead, ready for Ctrl+C.
    const output = button.closest(".secret")?.querySelector("output");
    if (output) getSelection().selectAllChildren(output);
    return;
  }
  const icon = button.querySelector("i");
  const before = icon?.className;
  if (icon) icon.className = "fa-solid fa-check ok";
  const word = document.getElementById("word-copied")?.content.textContent ?? "";
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.textContent = word;
  document.getElementById("toasts")?.append(said);
  setTimeout(() => {
    if (icon) icon.className = before;
    said.remove();
  }, 1600);
});
