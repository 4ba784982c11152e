// The composer with a script: problems stand at their fields while somebody types, products are found
// as he types, what was unfolded stays so, and leaving without saving asks first. All of it works without.
(() => {
  let dirty = false;
  let leaving = false;

  const form = () => document.getElementById("composer");

  // Problems that came with an answer, set at the fields that they are about.
  function placeProblems() {
    const root = form();
    if (!root) return;
    const found = new Map();
    for (const link of root.querySelectorAll("[data-problem]")) {
      const words = link.closest("li").querySelector("span").textContent;
      found.set(link.dataset.problem, [found.get(link.dataset.problem), words].filter(Boolean).join(" "));
    }
    for (const place of root.querySelectorAll(".field__error[id$='_error']")) {
      const id = place.id.slice(0, -"_error".length);
      const field = document.getElementById(id);
      const words = found.get(id) || "";
      place.textContent = words;
      place.hidden = !words;
      if (!field || !field.matches("input, select, textarea")) continue;
      if (words) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", place.id);
      } else {
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
      }
    }
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

  // The list of products follows what is typed; Enter takes the only one, or the first.
  function narrow(input) {
    const asked = input.value.trim().toLowerCase();
    const adder = input.closest(".adder");
    let any = false;
    for (const kind of adder.querySelectorAll("[data-kind]")) {
      let here = false;
      for (const item of kind.querySelectorAll("[data-words]")) {
        item.hidden = !item.dataset.words.includes(asked);
        here ||= !item.hidden;
      }
      kind.hidden = !here;
      any ||= here;
    }
    adder.querySelector("[data-none]").hidden = any;
  }

  function nameRoles(group) {
    const words = [...group.querySelectorAll(":is(input[name$='-roles'], input[name$='-places']):checked")];
    const place = group.querySelector("[data-roles]");
    const joined = words.map((box) => box.closest("label").querySelector("span").firstChild.textContent.trim()).join(", ");
    if (place && joined) place.textContent = joined;
  }

  // A swap of the whole composer forgets what was unfolded: it is noted before and restored after.
  let unfolded = new Set();
  let scrolled = 0;
  const folds = () => form()?.querySelectorAll("details[id]") || [];

  document.addEventListener("htmx:beforeSwap", () => {
    unfolded = new Set([...folds()].filter((fold) => fold.open).map((fold) => fold.id));
    scrolled = document.querySelector(".composer__side")?.scrollTop || 0;
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const fold of folds()) if (unfolded.has(fold.id)) fold.open = true;
    const side = document.querySelector(".composer__side");
    if (side && side.scrollTop === 0) side.scrollTop = scrolled;
    const find = document.getElementById("id_find");
    if (find?.value) narrow(find);
  });

  // The answer to a button replaces the form. What is pressed until it comes waits for it, rather than take
  // its place, and what is typed until then is put back.
  let step = null;
  let waiting = null;
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
    const isTyped = typed.size > 0;
    waiting = null;
    typed.clear();
    if (button) button.click();
    else if (isTyped) form()?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("htmx:confirm", (event) => {
    const { elt } = event.detail;
    if (!step || !form()?.contains(elt)) return;
    event.preventDefault();
    if (elt.matches("button")) waiting = elt;
  });
  // htmx sends along the button that was pressed last: what is typed must not save, add, remove or fold again.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form()) return;
    event.detail.formData.delete("do");
    event.detail.formData.delete("close");
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "composer") step = event.detail.xhr;
  });
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.xhr === step) putBack(); });
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.xhr === step) goOn(); });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr === step && !event.detail.successful) goOn();
  });

  document.addEventListener("input", (event) => {
    const root = event.target.closest?.("[data-composer]");
    if (!root) return;
    noteTyped(event.target);
    if (event.target.matches("[data-find]")) {
      event.stopPropagation();
      narrow(event.target);
      return;
    }
    if (event.target.matches("#id_change-listener")) {
      event.stopPropagation();
      return;
    }
    dirty = true;
    const group = event.target.closest("[data-group]");
    if (group) nameRoles(group);
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("[data-find]")) return;
    event.preventDefault();
    event.target.closest(".adder").querySelector("li:not([hidden]) button:not(:disabled)")?.click();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!form()) return;
    if (event.detail.xhr?.status === 422 || event.target.id === "problems") placeProblems();
    else if (event.target.id === "result") clearProblems();
  });
  document.addEventListener("htmx:responseError", () => { if (form()) say(form().dataset.failed); });
  document.addEventListener("htmx:sendError", () => { if (form()) say(form().dataset.failed); });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.closest?.("[data-composer] button")) dirty = true;
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-composer]")) return;
    leaving = true;
    setTimeout(() => { leaving = false; }, 2000); // a file does not leave the page
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!form() || !dirty || leaving) return;
    event.preventDefault();
  });
})();
