// EVE time, countdowns, and local time on hover. EVE time is UTC.
const day = 86_400_000;

function left(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const [d, h, m] = [Math.floor(s / 86_400), Math.floor((s % 86_400) / 3600), Math.floor((s % 3600) / 60)];
  if (d > 0) return `${d} d ${h} h`;
  if (h > 0) return `${h} h ${m} m`;
  if (m > 0) return `${m} m ${s % 60} s`;
  return `${s} s`;
}

function tick() {
  const now = new Date();
  const hours = now.toISOString().slice(11, 16);
  for (const clock of document.querySelectorAll("[data-eve-clock]")) {
    if (clock.textContent !== hours) {
      clock.textContent = hours;
      clock.dateTime = now.toISOString().slice(0, 16) + "Z";
    }
  }
  for (const count of document.querySelectorAll("[data-countdown]")) {
    const ms = new Date(count.dateTime) - now;
    const text = ms <= 0 && count.dataset.past ? count.dataset.past : left(ms);
    if (count.textContent !== text) count.textContent = text;
    count.classList.toggle("is-soon", ms > 600_000 && ms < 3_600_000);
    count.classList.toggle("is-now", ms > 0 && ms <= 600_000);
  }
}

// The title gains the local time the first time somebody points at it.
document.addEventListener("pointerover", (event) => {
  const time = event.target.closest?.("time[data-local], time[data-countdown]");
  if (!time || time.dataset.told) return;
  time.dataset.told = "1";
  const at = new Date(time.dateTime);
  const local = at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const far = Math.round((at - Date.now()) / (Math.abs(at - Date.now()) < day ? 60_000 : day));
  const unit = Math.abs(at - Date.now()) < day ? (Math.abs(far) < 60 ? "minute" : "hour") : "day";
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" }).format(unit === "hour" ? Math.round(far / 60) : far, unit);
  time.title = `${time.title}\n${local} (${Intl.DateTimeFormat().resolvedOptions().timeZone})\n${relative}`;
});

setInterval(tick, 1000);
document.addEventListener("visibilitychange", tick);
tick();
