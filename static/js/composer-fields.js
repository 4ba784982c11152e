// The fields of the composer while somebody types: when they are judged, and the words beside them that follow.
(() => {
  const form = () => document.getElementById("composer");
  const typed = new Set(); // the ids of fields that were changed since the last answer
  const TEXT = "[data-composer] :is(input[type=text], textarea)";

  // What is typed is judged at once where it may be whole, after a pause where it may be half of something, and
  // else when the field is left: the first key presses of an address are no mistake. Until then the rules are
  // those of what the field said before.
  const AT_ONCE = 0;
  const PAUSE = 1500;
  const WHEN_LEFT = Infinity;

  const ADDRESSES = /^(?:groups-\d+-addresses|networks-\w+)$/;
  const PORTS = /-ports$/;
  const NAME = /^groups-(\d+)-name$/;
  const IPV4 = "\\d{1,3}(?:\\.\\d{1,3}){3}";
  const WHOLE_ADDRESS = new RegExp(`^${IPV4}(?:/\\d\\d|/${IPV4}|-${IPV4})?$`);
  const PERHAPS_WHOLE = new RegExp(`^(?:${IPV4}(?:/\\d|-\\d{1,3})|(?=.*::|(?:[^:]*:){7}).*[^:/-]|[^:/-].*::)$`);
  const PART_OF_ADDRESS = /^[\d.:\/a-f\u2013-]+$/i;

  function patience(field) {
    if (!field.value.trim()) return WHEN_LEFT;
    if (ADDRESSES.test(field.name)) return patienceWithAddress(wordAtCaret(field));
    if (PORTS.test(field.name)) return patienceWithPorts(field.value.trim());
    return NAME.test(field.name) && isTaken(field) ? WHEN_LEFT : AT_ONCE;
  }

  function wordAtCaret({ value, selectionStart }) {
    const before = value.slice(0, selectionStart).match(/[^\s,;|]{0,100}$/)[0];
    return before + value.slice(selectionStart).match(/^[^\s,;|]{0,100}/)[0];
  }

  function patienceWithAddress(word) {
    if (!word || WHOLE_ADDRESS.test(word)) return AT_ONCE;
    return PERHAPS_WHOLE.test(word) || !PART_OF_ADDRESS.test(word) ? PAUSE : WHEN_LEFT;
  }

  function patienceWithPorts(text) {
    if (/[,\u2013-]$/.test(text)) return WHEN_LEFT;
    return /(?:^|,)\s*\d{4,5}$/.test(text) ? AT_ONCE : PAUSE;
  }

  function isTaken(field) {
    const name = field.value.trim();
    const names = form().querySelectorAll("input[name^='groups-'][name$='-name']");
    const others = [...names].filter((other) => other !== field);
    return name.toLowerCase() === "any" || others.some((other) => other.value.trim() === name);
  }

  const unfinished = new Map(); // fields by their id, each with the timer of its pause
  const settled = new Map(); // what they said when they were judged
  let judging = null;

  // A listener of one's own is judged when it is whole, or left.
  let half = null;

  function isHalf(own) {
    const says = (name) => own.querySelector(`[name$="-${name}"]`).value.trim();
    const isTicked = (name) => own.querySelector(`[name$="-${name}"]:checked`);
    const needsPorts = ["TCP", "UDP", "SCTP"].includes(says("protocol"));
    const isWhole = says("purpose") && (says("ports") || !needsPorts) && isTicked("roles") && isTicked("peers");
    return !isWhole && !says("rest");
  }

  document.addEventListener("focusout", ({ target }) => {
    if (!half?.contains(target)) return;
    setTimeout(() => { // a press on a label leaves its field for a moment
      if (!half?.isConnected || half.contains(document.activeElement)) return;
      half = null;
      judge(target);
    }, 300);
  });

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (event === judging) return;
    const own = field.closest?.("[data-own]");
    half = own && isHalf(own) ? own : null;
    if (half) event.stopPropagation();
    if (half || !field.matches?.(TEXT)) return;
    clearTimeout(unfinished.get(field.id));
    unfinished.delete(field.id);
    const wait = event.inputType === "insertFromPaste" ? AT_ONCE : patience(field);
    if (wait === AT_ONCE) return;
    event.stopPropagation();
    unfinished.set(field.id, wait === WHEN_LEFT ? 0 : setTimeout(judge, wait, field));
  }, true);
  document.addEventListener("change", ({ target }) => { if (unfinished.has(target.id)) judge(target); }, true);

  function judge(field) {
    clearTimeout(unfinished.get(field.id));
    unfinished.delete(field.id);
    judging = new Event("input", { bubbles: true });
    field.dispatchEvent(judging);
  }

  // Whatever else is asked for meanwhile, an unfinished field says what it said before; a button takes all as it is.
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt !== form()) return;
    for (const id of unfinished.keys()) {
      const field = document.getElementById(id);
      if (field) detail.formData.set(field.name, settled.get(id) ?? field.defaultValue);
    }
    for (const id of typed) {
      const field = document.getElementById(id);
      if (field?.matches(TEXT) && !unfinished.has(id)) settled.set(id, field.value);
    }
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!["side", "composer"].includes(detail.target.id)) return;
    for (const timer of unfinished.values()) clearTimeout(timer);
    unfinished.clear();
    settled.clear();
  });

  // A group is called by its name wherever the page speaks of it beside the rules.
  function rename(field) {
    const [, index] = field.name.match(NAME);
    const name = field.value.trim() || field.dataset.unnamed;
    for (const place of form().querySelectorAll(`[data-names="${index}"]`)) place.textContent = name;
  }

  document.addEventListener("input", ({ target }) => { if (target.matches?.("[data-unnamed]")) rename(target); }, true);

  // Problems are read out when they are others than before, not each time that they come.
  let told = "";
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    const problems = document.getElementById("problems");
    const words = problems?.textContent.trim() || "";
    if (words && words !== told) {
      const [head, first] = ["b", "li"].map((tag) => problems.querySelector(tag)?.textContent.trim());
      say([head, first].filter(Boolean).join(": "));
    }
    told = words;
  });

  // Which fields were changed is sent along, and the words that depend on them come back.
  let sent = [];
  let pasted = "";

  document.addEventListener("input", ({ target }) => {
    if (!target.closest?.("[data-composer]") || !target.id) return;
    typed.add(target.id);
    sent = sent.filter((id) => id !== target.id);
  }, true);
  document.addEventListener("paste", ({ target }) => { pasted = target.id || ""; });

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt !== form()) return;
    sent = [...typed];
    for (const id of sent) detail.formData.append("typed", id);
  });
  document.addEventListener("htmx:afterSettle", () => {
    const list = document.getElementById("following");
    if (!list) return;
    for (const id of sent) typed.delete(id);
    sent = [];
    for (const words of list.querySelectorAll("[data-for]")) follow(words.dataset.for, words.textContent);
    list.replaceChildren();
  });

  function follow(id, words) {
    const place = document.getElementById(id);
    if (!place) return;
    if (place.matches("input")) { // what stands there while nobody writes
      place.placeholder = words;
      return;
    }
    if (place.textContent === words) return;
    place.textContent = words;
    place.hidden = !words;
    if (id !== `${pasted}_read`) return;
    pasted = "";
    say(words);
  }

  // It is worth more than the sentence about all rules, which comes with it.
  function say(words) {
    setTimeout(() => { document.getElementById("live").textContent = words.replace(/\s+/g, " "); }, 100);
  }
})();
