// What every page does with a script: "/" searches, the theme switch, copying addresses, printing, saying counts aloud.
// Everything here is a convenience: the pages work without it.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function switchTheme() {
    const now = root.dataset.theme || (dark.matches ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    try {
      localStorage.setItem("portsref-theme", next);
    } catch { /* storage is blocked: the choice lasts for this page */ }
  }

  function isTyping(element) {
    return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  }

  async function copyAddress(button) {
    const text = button.dataset.copy || location.href;
    try {
      await navigator.clipboard.writeText(text);
      say(button.dataset.copied);
      flash(button);
    } catch { prompt(button.textContent.trim(), text); }
  }

  // Only on press is the whole file asked for, of which the page shows the beginning.
  async function copyFile(button) {
    try {
      const answer = await fetch(button.dataset.copyFrom);
      if (!answer.ok) throw new Error(answer.statusText);
      await navigator.clipboard.writeText(await answer.text());
      say(button.dataset.copied);
      flash(button);
    } catch { location.assign(button.dataset.copyFrom); }
  }

  // A second press on a link that unfolds something folds it again.
  function fold(event, link) {
    const shown = document.getElementById(link.dataset.toggles);
    const isOpen = link.getAttribute("aria-expanded") === "true";
    link.setAttribute("aria-expanded", String(!isOpen));
    if (!isOpen) return;
    shown.replaceChildren();
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function flash(button) {
    const words = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 1600);
  }

  // What was pressed stays where it was in the window, whatever a swap puts above it.
  let pressed = null;

  function notePlace(event) {
    const element = event.detail.requestConfig?.elt;
    pressed = element?.closest("[data-keeps-place]") && element.id
      ? { id: element.id, top: element.getBoundingClientRect().top }
      : null;
  }

  function keepPlace() {
    const element = pressed && document.getElementById(pressed.id);
    if (element) scrollBy({ top: element.getBoundingClientRect().top - pressed.top, behavior: "instant" });
    pressed = null;
  }

  function say(text) {
    const live = document.getElementById("live");
    if (live && text) live.textContent = text;
  }

  // The other language's address follows the filters, which change without a page load.
  function followAddress() {
    for (const link of document.querySelectorAll("[data-language-link]")) {
      link.search = location.search;
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
      const input = document.getElementById("search-input");
      if (!input) return;
      event.preventDefault();
      input.focus();
      input.select();
    }
    if (event.key === "Escape") {
      const menu = event.target.closest?.("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-switch]")) switchTheme();
    const file = event.target.closest("[data-copy-from]");
    if (file) copyFile(file);
    const copy = event.target.closest("[data-copy]");
    if (copy) copyAddress(copy);
    if (event.target.closest("[data-print]")) print();
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target) || event.target.closest(".menu__list :is(a, button)")) menu.open = false;
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-toggles]");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) fold(event, link);
  }, { capture: true });

  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-select]")) event.target.select();
  });

  // What a firewall logged, or an error says, may name hosts: it goes to where it is explained, in a
  // fragment, which no server sees and no log has.
  const evidence = new RegExp(
    "\\b(SRC|DST|DPT)=|\\bdial (tcp|udp)\\b|i/o timeout|deadline exceeded|failed calling webhook|x509:"
    + "|No agent available|FailedDiscoveryCheck|%ASA-|\\b(ACCEPT|REJECT) (OK|NODATA|SKIPDATA)\\b|filterlog",
    "i",
  );

  function isEvidence(form) {
    return form?.id === "search" && evidence.test(form.elements.q.value);
  }

  function explain(form) {
    location.assign(`${form.dataset.evidence}#lines=${encodeURIComponent(form.elements.q.value)}`);
  }

  document.addEventListener("submit", (event) => {
    if (!isEvidence(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    explain(event.target);
  }, { capture: true });

  document.addEventListener("paste", (event) => {
    const { form } = event.target;
    if (form?.id === "search") setTimeout(() => { if (isEvidence(form)) explain(form); });
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isEvidence(event.detail.elt)) event.preventDefault();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const spoken = event.target.closest?.("[data-say]") || event.target.querySelector?.("[data-say]");
    if (spoken) say(spoken.dataset.say);
  });
  // Where a part of a page does not come, the browser goes to its address and says why.
  function goThere(event) {
    const { requestConfig, pathInfo } = event.detail;
    if (requestConfig?.verb === "get" && pathInfo?.finalRequestPath) location.assign(pathInfo.finalRequestPath);
  }

  document.addEventListener("htmx:beforeSwap", notePlace);
  document.addEventListener("htmx:afterSwap", keepPlace);
  document.addEventListener("htmx:responseError", goThere);
  document.addEventListener("htmx:sendError", goThere);
  document.addEventListener("htmx:pushedIntoHistory", followAddress);
  document.addEventListener("htmx:replacedInHistory", followAddress);
})();
