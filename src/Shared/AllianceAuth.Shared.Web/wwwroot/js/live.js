// Signals of the server: "look again at this topic". Parts that listen ask for themselves; this minds what htmx leaves open.
const live = () => document.getElementById("live");
let isOpen = false;

document.addEventListener("htmx:sse:after:connection", (event) => { if (event.target === live()) isOpen = event.detail.connection.status === 200; });
document.addEventListener("htmx:sse:close", (event) => { if (event.target === live()) isOpen = false; });
document.addEventListener("htmx:sse:error", (event) => {
  if (event.target !== live()) return;
  isOpen = false;
  // The session is over. Whatever the pilot clicks next brings the login; coming back for signals would not.
  if (event.detail.status === 401) live().dataset.over = "1";
});
document.addEventListener("htmx:sse:before:connection", (event) => {
  if (event.target === live() && live().dataset.over) event.detail.connection.cancelled = true;
});

// Nobody knows what was missed: every part that listens looks again.
document.addEventListener("live:resync", () => {
  const topics = new Set();
  for (const part of document.querySelectorAll('[hx-trigger*="live:"]')) {
    for (const [topic] of part.getAttribute("hx-trigger").matchAll(/live:[\w.-]+/g)) topics.add(topic);
  }
  for (const topic of topics) live().dispatchEvent(new CustomEvent(topic, { bubbles: true }));
});

// Asking by the clock is for pages without signals, and only while somebody looks.
document.addEventListener("htmx:config:request", (event) => {
  const { sourceElement, sourceEvent } = event.detail.ctx;
  if (sourceElement?.matches("[data-poll]") && sourceEvent?.type === "every" && (isOpen || document.hidden)) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden || isOpen) return;
  for (const part of document.querySelectorAll("[data-poll]")) part.dispatchEvent(new CustomEvent("look"));
});
