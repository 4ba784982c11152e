// The composer with a script: problems stand at their fields while somebody types, what one looks
// at stays where it is, and what was unfolded stays so. All of it works without.
(() => {
  const form = () => document.getElementById("composer");

  // Problems that came with an answer, set at the fields that they are about.
  function placeProblems() {
    const root = form();
    if (!root) return;
    const found = new Map();
    for (const link of root.querySelectorAll("[data-problem]")) {
      const words = link.closest("li").querySelector("span").textContent;
      found.set(link.dataset.problem, [found.get(link.dataset.problem), words].filter(Boolean).join("\n"));
    }
    for (const place of root.querySelectorAll(".field__error[id$='_error']")) {
      const id = place.id.slice(0, -"_error".length);
      const field = document.getElementById(id);
      const words = found.get(id) || "";
      place.textContent = words;
      place.hidden = !words;
      if (!field || !field.matches("input, select, textarea")) continue;
      if (words) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      describe(field, place.id, Boolean(words));
    }
  }

  // A field may be described by more than what is wrong with it.
  function describe(field, id, isWrong) {
    const others = (field.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== id);
    const ids = isWrong ? [id, ...others] : others;
    if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
    else field.removeAttribute("aria-describedby");
  }

  function clearProblems() {
    const problems = document.getElementById("problems");
    if (problems) problems.replaceChildren();
    placeProblems();
  }

  function say(words) {
    const problems = document.getElementById("problems");
    if (!problems) return;
    const notice = document.createElement("p");
    notice.className = "notice notice--bad";
    notice.textContent = words;
    problems.replaceChildren(notice);
  }

  // What one looks at stays where it is: a swap of the outline neither moves the page nor the pane, and who comes
  // back to the outline finds it as it was left.
  let unfolded = new Set();
  let before = null;
  const left = new Map();
  const side = () => document.getElementById("side");
  const folds = () => form()?.querySelectorAll("details[id]:not(.menu)") || [];
  const hasOwnScroll = (pane) => getComputedStyle(pane).overflowY === "auto";
  const scrollerOf = (pane) => (hasOwnScroll(pane) ? pane : document.scrollingElement);

  function noteScroll() {
    if (!side()) return;
    unfolded = new Set([...folds()].filter((fold) => fold.open).map((fold) => fold.id));
    before = { panel: side().dataset.panel, top: scrollerOf(side()).scrollTop, page: scrollY };
    left.set(before.panel, before.top);
  }

  function topOf(pane) {
    const { panel } = pane.dataset;
    if (panel === before.panel) return before.top;
    if (!panel) return left.get("") || 0;
    if (hasOwnScroll(pane)) return 0;
    return Math.min(before.page, pane.getBoundingClientRect().top + scrollY);
  }

  function keepScroll() {
    const pane = side();
    if (!before || !pane) return;
    const isShown = pane.offsetParent !== null;
    if (hasOwnScroll(pane) || !isShown) window.scrollTo(0, before.page);
    if (!isShown) return;
    scrollerOf(pane).scrollTop = topOf(pane);
    const now = document.activeElement;
    if (pane.contains(now) && hasOwnScroll(pane)) showIn(pane, now);
  }

  function showIn(pane, element) {
    const [outer, inner] = [pane.getBoundingClientRect(), element.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) pane.scrollTop += inner.top - outer.top - 16;
  }

  document.addEventListener("htmx:beforeSwap", noteScroll);
  document.addEventListener("htmx:afterSwap", () => {
    for (const fold of folds()) if (unfolded.has(fold.id)) fold.open = true;
    keepScroll();
  });
  document.addEventListener("htmx:afterSettle", keepScroll);

  // What was undone or done once more is marked until the next step, and shown where another part opened for it.
  function markMoved() {
    for (const marked of document.querySelectorAll(".is-moved")) marked.classList.remove("is-moved");
    const ids = document.getElementById("history")?.dataset.moved?.split(" ") || [];
    const moved = ids.map((id) => document.getElementById(id)).filter(Boolean);
    for (const element of moved) element.classList.add("is-moved");
    return moved;
  }

  function showMoved([element]) {
    const pane = side();
    if (!element || !pane.contains(element) || pane.offsetParent === null) return;
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (hasOwnScroll(pane)) showIn(pane, element);
    else if (before?.panel !== pane.dataset.panel) element.scrollIntoView({ block: "center" });
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    const moved = form() ? markMoved() : [];
    if (event.detail.target?.id === "composer") showMoved(moved);
  });
  markMoved();

  // On a phone one pane is shown at a time; each keeps its own place.
  const panes = new Map();

  function showPane(name) {
    const radio = document.getElementById(`pane-${name}`);
    if (!radio || radio.checked) return;
    panes.set(radio.value === "plan" ? "rules" : "plan", scrollY);
    radio.checked = true;
    window.scrollTo(0, panes.get(name) || 0);
  }

  // A button that leads to another page takes along what was typed before it: that is not sent once more, after it.
  let isTaken = false;
  const leavesThePage = (button) => !button?.value.startsWith("export:");
  document.addEventListener("submit", (event) => {
    if (event.target === form()) isTaken = leavesThePage(event.submitter);
  });
  window.addEventListener("pageshow", () => { isTaken = false; });

  // The answer to a button replaces the form. What is pressed until it comes waits for it, rather than take
  // its place, and what is typed until then is put back.
  let step = null;
  let waiting = null;
  let isHeld = false; // the form itself wanted to ask, for what was typed before the button
  const typed = new Map();

  const buttonLike = ({ name, value }) => form()?.querySelector(`button[name="${name}"][value="${CSS.escape(value)}"]`);

  function noteTyped(field) {
    if (!step || !field.id) return;
    typed.delete(field.id); // the last one stands last
    typed.set(field.id, field);
  }

  function putBack() {
    let field = null;
    for (const [id, { value, checked }] of typed) {
      field = document.getElementById(id);
      if (field) Object.assign(field, checked === undefined ? { value } : { value, checked });
    }
    field?.focus();
  }

  function goOn() {
    step = null;
    const button = waiting && buttonLike(waiting);
    const isLeft = isHeld || typed.size > 0;
    waiting = null;
    isHeld = false;
    typed.clear();
    if (button) button.click();
    else if (isLeft) form()?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("htmx:confirm", (event) => {
    const { elt } = event.detail;
    if (isTaken && elt === form()) event.preventDefault();
    if (!step || !form()?.contains(elt)) return;
    event.preventDefault();
    if (elt.matches("button")) waiting = elt;
    else if (elt === form()) isHeld = true;
  });
  // htmx sends along the button that was pressed last: what is typed must not save, add, remove or fold again.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form()) return;
    event.detail.formData.delete("do");
    event.detail.formData.delete("close");
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (["side", "composer"].includes(event.detail.target?.id)) step = event.detail.xhr;
  });
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.xhr === step) putBack(); });
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.xhr === step) goOn(); });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr === step && !event.detail.successful) goOn();
  });

  document.addEventListener("input", (event) => {
    const root = event.target.closest?.("[data-composer]");
    if (!root) return;
    if (event.target.matches("[data-aside], [data-find]")) {
      event.stopPropagation();
      return;
    }
    isTaken = false;
    noteTyped(event.target);
    const isChoice = event.target.matches("input[type=radio], input[type=checkbox], select");
    if (isChoice && !event.target.closest("[data-own]")) { // one's own listener may be half of one
      event.stopPropagation();
      root.dispatchEvent(new Event("choose")); // a choice is made at once, typing takes its time
    }
  }, true);

  let shownPane = "";
  document.addEventListener("pointerdown", () => { shownPane = scrollY; }, true);
  document.addEventListener("change", (event) => {
    if (event.target.name !== "pane" || !form()?.contains(event.target)) return;
    panes.set(event.target.value === "plan" ? "rules" : "plan", shownPane);
    window.scrollTo(0, panes.get(event.target.value) || 0);
  });

  // What opens a part of the plan from elsewhere leads to it.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-composer] button[value^='open:']");
    if (button && !side().contains(button)) showPane("plan");
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!form()) return;
    if (event.detail.xhr?.status === 422 || event.target.id === "problems") placeProblems();
    else if (event.target.id === "result") clearProblems();
  });
  document.addEventListener("htmx:responseError", () => { if (form()) say(form().dataset.failed); });
  document.addEventListener("htmx:sendError", () => { if (form()) say(form().dataset.failed); });
})();
