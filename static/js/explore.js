// The facets: closed where there is little room, and as the reader left them when rows are swapped.
(() => {
  const narrow = matchMedia("(max-width: 66rem)");
  const facets = document.getElementById("facets");
  if (!facets) return;
  let left = new Map();

  const details = () => facets.querySelectorAll("details[id]");

  function fold() {
    for (const facet of details()) if (facet.classList.contains("facet")) facet.open = !narrow.matches;
  }

  function remember() {
    left = new Map([...details()].map((each) => [each.id, each.open]));
  }

  function restore() {
    for (const each of details()) if (left.has(each.id)) each.open = left.get(each.id);
  }

  // In a narrow window a facet is a sheet over the page: one at a time, and a press elsewhere puts it away.
  function closeOthers(event) {
    if (!narrow.matches) return;
    const kept = event.target.closest?.("#facets details.facet");
    for (const facet of facets.querySelectorAll("details.facet[open]")) if (facet !== kept) facet.open = false;
  }

  function closeOnEscape(event) {
    const open = narrow.matches && event.key === "Escape" && facets.querySelector("details.facet[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  }

  document.addEventListener("click", closeOthers);
  document.addEventListener("keydown", closeOnEscape);
  fold();
  narrow.addEventListener("change", fold);
  document.documentElement.classList.add("facets-ready");
  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:oobAfterSwap", restore);
})();
