// Signals of the server: "look again at this topic". Parts that listen ask for themselves; this minds what htmx leaves open.
const live = () => document.getElementById("live");
// htmx may have connected before this script listens; then it has told nobody else.
let isOpen = live()?._htmx?.sse?.status === 200;

// htmx goes through the page as soon as it is there, perhaps before its extension is. What the extension missed it is shown again, once that is over.
setTimeout(() => {
  for (const part of document.querySelectorAll("[hx-sse\\:connect]")) if (!part._htmx) htmx.process(part);
});

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

/** Whether a request was made by a signal or by the clock: nobody waits for its answer, so nobody needs to hear that it failed. */
export function isUnasked(ctx) {
  const type = ctx?.sourceEvent?.type ?? "";
  return ctx?.sourceElement?.id === "live" || type.startsWith("live:") || type === "every" || type === "look";
}

// A look that failed is repeated, later each time, until one succeeds.
let pause = 0;
let timer;

function again(event) {
  if (!isUnasked(event.detail.ctx) || event.detail.ctx.sourceElement.id === "live") return;
  pause = Math.min(60_000, pause * 2 || 2_000);
  clearTimeout(timer);
  timer = setTimeout(resync, pause);
}

document.addEventListener("htmx:error", again);
document.addEventListener("htmx:response:error", (event) => { if (event.detail.ctx.response.status >= 500) again(event); });
document.addEventListener("htmx:after:request", (event) => { if (event.detail.ctx.response?.status < 400) pause = 0; });
window.addEventListener("online", () => setTimeout(resync, 500));

// Nobody knows what was missed: every part that listens looks again.
document.addEventListener("live:resync", resync);

function resync() {
  const topics = new Set();
  for (const part of document.querySelectorAll('[hx-trigger*="live:"]')) {
    for (const [topic] of part.getAttribute("hx-trigger").matchAll(/live:[\w.-]+/g)) topics.add(topic);
  }
  for (const topic of topics) live()?.dispatchEvent(new CustomEvent(topic, { bubbles: true }));
}

// A part asks for itself as it was first drawn; search, sorting and page have moved on since, and the address of the page says where to.
const standing = () => location.href + (document.querySelector("[data-kept]")?.dataset.kept ?? "");
const asks = new Set();
let isMissed = false;

// Only now is it really asked: htmx lets a part wait here while it is asking already.
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.request.method !== "GET") {
    asks.add(ctx);
  } else if (isUnasked(ctx) && ctx.request.action.split("?")[0] === location.pathname) {
    ctx.request.action = location.pathname + location.search;
    ctx.standing = standing();
  }
});

// Whoever searches, turns the page or decides something while a part asks for itself must not be thrown back by the answer: it asks again.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (!ctx.standing || (asks.size === 0 && ctx.standing === standing())) return;
  event.preventDefault();
  isMissed = true;
});
document.addEventListener("htmx:finally:request", (event) => {
  asks.delete(event.detail.ctx);
  if (!isMissed || asks.size > 0) return;
  isMissed = false;
  // A part may ask again once htmx is done with the one before, which is right after it has said so.
  setTimeout(resync);
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
