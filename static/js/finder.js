// Finding a product to add: the list comes once, follows what is typed, and is walked with the arrow keys.
(() => {
  const finderOf = (element) => element.closest?.("[data-finder], .finder--panel");
  const inputOf = (finder) => finder.querySelector("[data-find]");
  const listOf = (finder) => finder.querySelector("#found") || finder.parentElement;
  const shown = (finder) => [...listOf(finder).querySelectorAll("li:not([hidden]) button:not(:disabled)")]
    .filter((button) => !button.closest("[data-kind]").hidden);

  function narrow(finder) {
    const asked = inputOf(finder).value.trim().toLowerCase();
    let any = false;
    for (const kind of listOf(finder).querySelectorAll("[data-kind]")) {
      let here = false;
      for (const item of kind.querySelectorAll("[data-words]")) {
        item.hidden = !item.dataset.words.includes(asked);
        here ||= !item.hidden;
      }
      kind.hidden = !here;
      any ||= here;
    }
    const none = listOf(finder).querySelector("[data-none]");
    if (none) none.hidden = any;
  }

  function open(finder, isOpen) {
    const list = finder.querySelector("#found");
    if (list) list.hidden = !isOpen || !list.children.length;
  }

  function refresh(finder) {
    narrow(finder);
    open(finder, true);
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "found") refresh(finderOf(event.target));
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-find]")) refresh(finderOf(event.target));
  }, true);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("[data-find]")) refresh(finderOf(event.target));
  });
  // An answer to what was typed elsewhere may draw the outline anew: who is finding a product goes on where he was.
  let at = null;
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { fragment, target } = event.detail;
    const finder = document.getElementById("adder");
    at = target.id === "side" && finder?.contains(document.activeElement) ? document.activeElement : null;
    if (at) fragment.querySelector("#adder")?.setAttribute("hx-preserve", "true");
  });
  document.addEventListener("htmx:oobAfterSwap", () => {
    if (at?.isConnected && document.activeElement !== at) at.focus();
    at = null;
  });

  // Where the list is done with, the field does not ask for it once more.
  document.addEventListener("click", (event) => {
    const finder = event.target.closest?.(".found__add") && finderOf(event.target);
    if (finder) inputOf(finder).blur();
  }, true);
  document.addEventListener("focusout", (event) => {
    const finder = finderOf(event.target);
    if (finder && event.relatedTarget && !finder.contains(event.relatedTarget)) open(finder, false);
  });
  document.addEventListener("pointerdown", (event) => {
    const finder = document.querySelector("[data-finder]");
    if (finder && !finder.contains(event.target)) open(finder, false);
  });

  function move(finder, by) {
    const buttons = shown(finder);
    const place = buttons.indexOf(document.activeElement) + by;
    (place < 0 ? inputOf(finder) : buttons[Math.min(place, buttons.length - 1)])?.focus();
  }

  document.addEventListener("keydown", (event) => {
    const finder = finderOf(event.target);
    if (!finder) return;
    if (event.key === "ArrowDown") move(finder, 1);
    else if (event.key === "ArrowUp") move(finder, -1);
    else if (event.key === "Enter" && event.target.matches("[data-find]")) shown(finder)[0]?.click();
    else if (event.key === "Escape" && !finder.querySelector("#found")?.hidden) {
      inputOf(finder).focus();
      open(finder, false);
    } else return;
    event.preventDefault();
  });
})();
