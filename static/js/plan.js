// A plan's rules with a script: the address of a rule unfolds it, and what is typed while an answer comes stays.
(() => {
  function unfold() {
    const row = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const fold = row && row.matches(".rule") && row.querySelector(".rule__fold");
    if (fold) fold.open = true;
  }

  window.addEventListener("hashchange", unfold);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[href^='#r']")) setTimeout(unfold);
  });
  unfold();

  // An answer may have the field that somebody types into, as it was when he asked; what it says above a rule must
  // not move the rule that he looks at; and lists that were unfolded stay so.
  let typed = null;
  let seen = null;
  let unfolded = null;
  const lists = () => document.getElementById("listing-more");

  // Focus does not go into what is folded: it goes there once more.
  function unfoldLists() {
    if (!unfolded || !lists()) return;
    lists().open = true;
    document.getElementById(unfolded.focus)?.focus({ preventScroll: true });
  }

  function holdStill() {
    const row = seen && document.getElementById(seen.id);
    if (row) scrollBy({ top: row.getBoundingClientRect().top - seen.top, behavior: "instant" });
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const field = document.activeElement;
    unfolded = lists()?.open ? { focus: lists().contains(field) ? field.id : "" } : null;
    const row = field?.closest?.(".rule[id]");
    const isSeen = row && event.detail.target?.contains(row);
    seen = isSeen ? { id: row.id, top: row.getBoundingClientRect().top } : null;
    const isHere = field?.id && field.matches("input[type=search]:not([data-find]), .rule input") && event.detail.target?.contains(field);
    typed = isHere && field.type !== "checkbox" ? { id: field.id, value: field.value, at: field.selectionStart } : null;
  });

  // At once, and not when all has settled: a key that is pressed in between would be lost.
  document.addEventListener("htmx:afterSwap", () => {
    unfoldLists();
    const field = typed && document.getElementById(typed.id);
    if (!field) return;
    const { value, at } = typed;
    typed = null;
    field.focus({ preventScroll: true });
    if (field.value.trim() === value.trim()) {
      field.value = value;
    } else {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.setSelectionRange(at, at);
  });

  document.addEventListener("htmx:afterSettle", holdStill);

  // Addresses have what was chosen, and not what was not.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches(".listing-bar")) return;
    const { parameters } = event.detail;
    for (const [name, value] of Object.entries(parameters)) if (value === "") delete parameters[name];
  });
})();
