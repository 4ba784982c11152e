// Rows of the catalogue: a press unfolds one beneath itself, and picks are kept while the reader looks around.
// Without this script a row leads to its own page, and the boxes that are ticked are sent as they are.
(() => {
  const STORE = "portsref-picks";

  function storedPicks() {
    try {
      return new Set(JSON.parse(sessionStorage.getItem(STORE)) || []);
    } catch { return new Set(); }
  }

  const picks = storedPicks();

  function keepPicks() {
    try {
      sessionStorage.setItem(STORE, JSON.stringify([...picks]));
    } catch { /* storage is blocked: picks last for this page */ }
  }

  function showPicks() {
    const tray = document.querySelector("[data-tray]");
    if (!tray) return;
    for (const box of document.querySelectorAll(".pick")) box.checked = picks.has(box.value);
    const words = picks.size === 1 ? tray.dataset.one : tray.dataset.other;
    tray.querySelector("[data-tray-count]").textContent = words.replace("{count}", picks.size);
    tray.classList.toggle("has-picks", picks.size > 0);
  }

  // Where the script runs, the link of a row unfolds it: say so before the first press.
  function announceFolds() {
    if (!window.htmx) return;
    for (const link of document.querySelectorAll(".rows__open:not([aria-expanded])")) link.setAttribute("aria-expanded", "false");
  }

  function unfolded(row) {
    const next = row.nextElementSibling;
    return next?.classList.contains("rows__detail") ? next : null;
  }

  function markOpen(link, open) {
    link.setAttribute("aria-expanded", String(open));
    link.closest("tr").classList.toggle("is-open", open);
  }

  document.addEventListener("change", (event) => {
    if (!event.target.classList.contains("pick")) return;
    if (event.target.checked) picks.add(event.target.value);
    else picks.delete(event.target.value);
    keepPicks();
    showPicks();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-tray-clear]")) {
      picks.clear();
      keepPicks();
      showPicks();
      document.getElementById("main").focus();
      return;
    }
    const row = event.target.closest(".rows tbody tr:not(.rows__detail)");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (row && isPlain && !event.target.closest("a, input, label, button") && !String(getSelection())) {
      row.querySelector(".rows__open")?.click();
    }
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-tray]") || !picks.size) return;
    event.preventDefault();
    const query = new URLSearchParams([...picks].map((key) => ["listener", key]));
    location.assign(`${event.target.action}?${query}`);
  });

  // A row that was unfolded before is only shown or hidden.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.detail.elt;
    if (!link.classList.contains("rows__open")) return;
    const detail = unfolded(link.closest("tr"));
    if (!detail) return;
    event.preventDefault();
    detail.hidden = !detail.hidden;
    markOpen(link, !detail.hidden);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const link = event.detail.elt;
    if (link.classList.contains("rows__open") && event.detail.successful) markOpen(link, true);
  });

  document.addEventListener("htmx:afterSettle", () => {
    showPicks();
    announceFolds();
  });
  window.addEventListener("pageshow", showPicks);
  showPicks();
  announceFolds();
})();
