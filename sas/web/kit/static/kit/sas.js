// Suggestions under the two search fields (ARIA combobox with list autocomplete). Without JavaScript the fields are plain.

const DELAY = 200;
const SHORTEST = 3;

// The last searches, in this browser alone: what was searched, never where (an address is close to being a patient's).
const RECENT = "sas-recherches";
const RECENT_MOST = 4;

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT) || "[]");
    return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(0, RECENT_MOST) : [];
  } catch {
    return [];
  }
}

function searched(text) {
  const others = recent().filter((one) => one !== text);
  try {
    localStorage.setItem(RECENT, JSON.stringify([text, ...others].slice(0, RECENT_MOST)));
  } catch {
    // A browser that keeps nothing shows none.
  }
}

function attach(input) {
  const list = document.createElement("ul");
  list.className = "sas-suggestions";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  let timer = 0;
  let call = null;
  let current = -1;

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const close = () => {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    const all = options();
    current = (index + all.length) % all.length;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === current)));
    input.setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  };
  // A chosen place travels as `lieu`, so that the address service is not asked again; typing forgets it.
  const place = document.createElement("input");
  place.type = "hidden";
  place.name = "lieu";
  const remember = (token) => {
    place.value = token;
    if (token) input.after(place);
    else place.remove();
  };
  remember(input.dataset.lieu || "");
  const choose = (option) => {
    input.value = option.dataset.value;
    remember(option.dataset.lieu || "");
    close();
  };
  const show = (groups) => {
    list.replaceChildren();
    groups.forEach((group) => {
      if (group.label) {
        const title = document.createElement("li");
        title.setAttribute("role", "presentation");
        title.textContent = group.label;
        list.append(title);
      }
      group.values.forEach((value) => {
        const option = document.createElement("li");
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.id = `${list.id}-${list.children.length}`;
        option.dataset.value = value.label;
        option.dataset.lieu = value.lieu || "";
        option.textContent = value.label;
        list.append(option);
      });
    });
    const any = options().length > 0;
    list.hidden = !any;
    input.setAttribute("aria-expanded", String(any));
    current = -1;
  };
  const ask = async () => {
    if (call) call.abort();
    const text = input.value.trim();
    // Some fields propose something before anything is typed.
    if (text.length < SHORTEST && (text || input.dataset.suggestionsVide === undefined)) return close();
    call = new AbortController();
    try {
      const address = `${input.dataset.suggestions}?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address, { signal: call.signal, headers: { Accept: "application/json" } });
      if (!answer.ok || document.activeElement !== input) return;
      const { groups } = await answer.json();
      const before = text ? [] : recent().map((label) => ({ label }));
      show(before.length ? [{ label: "Dernières recherches", values: before }, ...groups] : groups);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    remember("");
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  });
  input.addEventListener("focus", () => {
    if (!input.value && input.dataset.suggestionsVide !== undefined) ask();
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { mark(current + 1); event.preventDefault(); }
    if (event.key === "ArrowUp") { mark(current - 1); event.preventDefault(); }
    if (event.key === "Escape") { close(); event.preventDefault(); }
    if (event.key === "Enter" && current >= 0) { choose(options()[current]); event.preventDefault(); }
  });
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) { choose(option); event.preventDefault(); }
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("[data-suggestions]").forEach(attach);
document.querySelectorAll(".sas-recherche").forEach((form) => {
  form.addEventListener("submit", () => searched(form.elements.text.value.trim()));
});

// A swap that takes away what had the focus gives it to the title of what comes, which is then read; one that keeps it
// has the new title told. Swaps that nobody asked for, beside the focus, do neither.
const told = document.createElement("p");
told.className = "fr-sr-only";
told.setAttribute("aria-live", "polite");
document.body.append(told);
let held = false;

document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  held = detail.target.contains(document.activeElement) && document.activeElement !== document.body;
});
document.body.addEventListener("htmx:afterSettle", ({ target }) => {
  const title = held && target.querySelector("h1, h2");
  held = false;
  if (!title) return;
  if (target.contains(document.activeElement)) {
    told.textContent = title.textContent;
    return;
  }
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
});

// Paper is white: what is printed is drawn in the light theme, whatever the screen's.
const root = document.documentElement;
addEventListener("beforeprint", () => {
  root.dataset.screen = root.dataset.frTheme || "";
  root.dataset.frTheme = "light";
});
addEventListener("afterprint", () => {
  root.dataset.frTheme = root.dataset.screen;
});
