// Runs before the first paint, so that a chosen theme does not flash. Without a choice, the system's holds.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("portsref-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch { /* storage is blocked: the system's theme holds */ }
})();
