
// Narrows the rules to those with all of the words, and unfolds them all. The page is whole without it.
(() => {
  const finder = document.querySelector(".finder");
  if (!finder) return;
  const field = finder.querySelector("input");
  const output = finder.querySelector("output");
  const pairs = [...document.querySelectorAll(".pair")];
  const rules = pairs.flatMap((pair) => {
    const ends = pair.firstElementChild.textContent;
    return [...pair.querySelectorAll(".rule")].map((rule) => ({
      rule, text: `${ends} ${rule.textContent}`.toLowerCase(),
    }));
  });

  function find() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { rule, text } of rules) {
      rule.hidden = !words.every((word) => text.includes(word));
      if (!rule.hidden) found += 1;
    }
    for (const pair of pairs) pair.hidden = !pair.querySelector(".rule:not([hidden])");
    output.textContent = words.length ? `${found} / ${rules.length}` : "";
  }

  function unfold() {
    const open = rules.some(({ rule }) => !rule.open);
    for (const { rule } of rules) rule.open = open;
  }

  finder.hidden = false;
  field.addEventListener("input", find);
  finder.querySelector("button").addEventListener("click", unfold);
  find();
})();
