// Drafts with a script: undo and redo from the keyboard, the other language leads to the same draft, times are the
// reader's, and leaving asks only where the server does not have what was typed. All else works without.
(() => {
  const LARGEST_LATE = 60_000; // bytes that a browser sends for a page that is left

  const form = () => document.getElementById("composer");
  const draft = () => document.getElementById("draft");
  let unsent = false; // something was typed or pressed that no answer has confirmed yet
  let confirms = null; // the request that has all of it
  let leaving = false;
  let turn = 0;

  const isTyping = (element) => element.isContentEditable
    || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])");

  document.addEventListener("keydown", (event) => {
    if (!form() || event.altKey || !(event.ctrlKey || event.metaKey) || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    const move = document.getElementById(key === "y" || event.shiftKey ? "redo" : "undo");
    if (!move) return;
    event.preventDefault();
    if (move.getAttribute("aria-disabled") !== "true") move.click();
  });

  // A move that there is not any more is not asked for.
  document.addEventListener("htmx:confirm", (event) => {
    if (event.detail.elt.matches(".history__move[aria-disabled=true]")) event.preventDefault();
  });

  // What a page sends may arrive in another order, and of what one has given up a server may still be at work: each
  // says its turn. Turns are times, because a page that is had back begins to count once more.
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("[data-composer]")) return;
    turn = Math.max(turn + 1, Date.now());
    event.formData.set("turn", turn);
  });

  // Whether the server has what the page shows.
  document.addEventListener("input", (event) => {
    if (!event.target.closest?.("[data-composer]") || event.target.matches("[data-find], [data-aside]")) return;
    unsent = true;
    confirms = null;
  }, true);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!form()?.contains(event.detail.elt)) return;
    if (event.detail.elt.matches("button")) unsent = true;
    confirms = event.detail.xhr;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr } = event.detail;
    if (xhr === confirms && (xhr.status === 200 || xhr.status === 422)) setTimeout(settle);
  });

  // Read after the answer is in the page; without a change there is no draft, and nothing to be kept.
  function settle() {
    if (draft() && draft().dataset.notKept === undefined) unsent = false;
  }

  // A draft that began on this page: the address became its own, and the other language's follows.
  function followDraft() {
    const here = draft()?.dataset.draft;
    if (!here) return;
    const id = here.split("/").at(-2);
    for (const link of document.querySelectorAll("[data-language-link]")) {
      if (link.pathname.endsWith(`/${id}/`)) continue;
      link.pathname = link.pathname.replace(/[A-Za-z0-9_-]{24}\/$/, "").replace(/(new|edit)\/.*$/, "$1/") + `${id}/`;
      link.search = "";
    }
  }

  // The other language is gone to when the server has what was typed.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-language-link]");
    if (!link || !form() || !unsent || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    send().then(() => {
      leaving = true;
      followDraft();
      location.assign(link.href);
    }, () => location.assign(link.href));
  });

  function body() {
    const data = new URLSearchParams(new FormData(form()));
    data.delete("do");
    data.delete("close");
    return data;
  }

  // What was typed goes to the server without an answer being shown.
  async function send(keepalive = false) {
    const headers = { "HX-Request": "true", "HX-Target": "problems", "HX-Current-URL": location.href };
    const answer = await fetch(form().action, { method: "POST", body: body(), headers, keepalive });
    const address = answer.headers.get("HX-Replace-Url");
    if (address && draft()) draft().dataset.draft = address;
    unsent = false;
  }

  window.addEventListener("pagehide", () => {
    if (form() && unsent && !leaving && body().toString().length <= LARGEST_LATE) send(true).catch(() => {});
  });

  // Asked only where the server does not keep a draft, or cannot have all of it any more.
  window.addEventListener("beforeunload", (event) => {
    if (!form() || !unsent || leaving) return;
    const isKept = draft() && draft().dataset.notKept === undefined;
    if (isKept && body().toString().length <= LARGEST_LATE) return;
    event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-composer]")) return;
    unsent = false; // it takes all of it along
    confirms = null;
  });

  // Times as the reader's clock has them: the hour of today, the day before that.
  function showTimes() {
    const language = document.documentElement.lang;
    const today = new Date().toDateString();
    for (const time of document.querySelectorAll("time[data-clock]")) {
      const date = new Date(time.dateTime);
      const isToday = date.toDateString() === today;
      const how = isToday ? { hour: "2-digit", minute: "2-digit" } : { dateStyle: "medium", timeStyle: "short" };
      time.textContent = date.toLocaleString(language, isToday ? { ...how, hourCycle: "h23" } : how);
      time.title = date.toLocaleString(language);
    }
  }

  document.addEventListener("htmx:afterSettle", () => { showTimes(); followDraft(); });
  window.addEventListener("pageshow", () => { leaving = false; showTimes(); followDraft(); });
})();
