// A line that the search box was given comes along in the fragment, which no server sees, and is explained at once.
(() => {
  const lines = document.getElementById("id_lines");
  const given = new URLSearchParams(location.hash.slice(1)).get("lines");
  if (!lines || !given || lines.value.trim()) return;
  lines.value = given;
  history.replaceState(null, "", location.pathname);
  lines.form.requestSubmit();
})();
