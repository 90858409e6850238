// Before anything is painted: the theme of the device where the page follows it, and the choice of the page where the
// design system's own script looks for it.
{
  const root = document.documentElement;
  const scheme = root.dataset.frScheme;
  const isDark = scheme === "dark" || (scheme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.frTheme = isDark ? "dark" : "light";
  try {
    localStorage.setItem("scheme", scheme);
  } catch {
    // A browser that keeps nothing has nothing to follow.
  }
}
