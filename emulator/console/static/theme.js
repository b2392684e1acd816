// Light or dark before the first paint; whoever chose neither gets what the system prefers.

try {
  const chosen = localStorage.getItem("console.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Without storage the system's preference it is.
}
