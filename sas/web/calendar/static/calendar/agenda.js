// Comforts of the agenda: every page works without them.

// The grid holds 24 hours: open it on the first entry, or on 8h.
function openOnFirstEntry() {
  const grid = document.querySelector("[data-premier]");
  if (!grid) return;
  const row = grid.querySelector(".sas-heures li");
  grid.scrollTop = row ? (row.offsetHeight / 4) * Number(grid.dataset.premier) : 0;
}

// Choosing a start after the end moves the end to the next quarter (sas-domain §2.3).
function followStart(form) {
  const { start, end, kind } = form.elements;
  if (!start || !end) return;
  start.addEventListener("change", () => {
    if (end.value <= start.value) end.selectedIndex = start.selectedIndex;
  });
  // A créneau receives one patient: the number is not asked.
  const group = form.querySelector("[data-plage]");
  if (!group) return;
  const show = () => { group.hidden = kind.value === "creneau"; };
  kind.forEach((choice) => choice.addEventListener("change", show));
  show();
}

openOnFirstEntry();
document.body.addEventListener("htmx:afterSettle", openOnFirstEntry);
document.querySelectorAll("main form").forEach(followStart);
