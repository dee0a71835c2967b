// Charts, in the colours of the current look. The library is loaded only where there is one.
let library = null;

function load(src) {
  library ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = done;
    script.onerror = fail;
    document.head.append(script);
  });
  return library;
}

function draw(canvas) {
  const { kind, labels, series } = JSON.parse(canvas.dataset.chart);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const palette = ["--aa-accent", "--aa-info", "--aa-warning", "--aa-success", "--aa-danger", "--aa-text-3"].map(colour);
  const font = { family: colour("--aa-font"), size: 12 };
  const axis = { grid: { color: colour("--aa-line") }, ticks: { color: colour("--aa-text-3"), font }, border: { display: false } };
  const round = kind === "doughnut";
  new Chart(canvas, {
    type: kind,
    data: {
      labels,
      datasets: series.map((row, i) => ({
        label: row.name,
        data: row.values,
        backgroundColor: round ? labels.map((_, k) => palette[k % palette.length]) : kind === "line" ? "transparent" : palette[i % palette.length],
        borderColor: round ? colour("--aa-surface") : palette[i % palette.length],
        borderWidth: kind === "bar" ? 0 : 2,
        borderRadius: kind === "bar" ? 3 : 0,
        pointRadius: 2,
        tension: 0.25,
        maxBarThickness: 28,
      })),
    },
    options: {
      maintainAspectRatio: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 220 },
      plugins: { legend: { display: round || series.length > 1, position: round ? "right" : "bottom", labels: { color: colour("--aa-text-2"), font, boxWidth: 10, boxHeight: 10 } } },
      scales: round ? {} : { x: { ...axis, grid: { display: false } }, y: { ...axis, beginAtZero: true } },
    },
  });
}

function all() {
  for (const canvas of document.querySelectorAll("canvas[data-chart]:not([data-drawn])")) {
    canvas.dataset.drawn = "1";
    load(canvas.dataset.chartLib).then(() => draw(canvas));
  }
}

document.addEventListener("htmx:after:swap", all);
all();
