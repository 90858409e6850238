// Comforts of the agenda: every page works without them.

const HEAD = 3.5; // rem: the height of a day's head in the grid

// The grid holds 24 hours: open it on the first entry, or on 8h.
function openOnFirstEntry() {
  const grid = document.querySelector("[data-premier]");
  if (!grid || location.hash.startsWith("#heure-")) return;
  const row = grid.querySelector(".sas-heures li");
  grid.scrollTop = row ? (row.offsetHeight / 4) * Number(grid.dataset.premier) : 0;
}

function clock(quarter) {
  if (quarter >= 96) return "23:59";
  return `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`;
}

// Drawing hours on an empty part of a day opens the form with them; the keyboard has the « + » of the day.
function draw(event) {
  const day = event.target.closest("[data-creer]");
  if (!day || event.button !== 0 || event.pointerType === "touch") return;
  if (event.target.closest(".sas-entree, .sas-jour__tete")) return;
  const row = day.closest("[data-premier]").querySelector(".sas-heures li").offsetHeight / 4;
  if (!row) return;
  const head = HEAD * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const quarterAt = (moved) => {
    const quarter = Math.floor((moved.clientY - day.getBoundingClientRect().top - head) / row);
    return Math.max(0, Math.min(95, quarter));
  };
  const first = quarterAt(event);
  const trace = document.createElement("div");
  trace.className = "sas-trace";
  let hours = [first, Math.min(96, first + 4)];
  const show = () => {
    trace.style.top = `${head + hours[0] * row}px`;
    trace.style.height = `${(hours[1] - hours[0]) * row}px`;
    trace.textContent = hours.map((quarter) => clock(quarter).replace(":", "h")).join(" - ");
  };
  const follow = (moved) => {
    const last = quarterAt(moved);
    if (last !== first) hours = [Math.min(first, last), Math.max(first, last) + 1];
    show();
  };
  const stop = () => {
    day.removeEventListener("pointermove", follow);
    window.removeEventListener("pointerup", finish);
    window.removeEventListener("keydown", giveUp);
    trace.remove();
  };
  const finish = () => {
    stop();
    location.assign(`${day.dataset.creer}&de=${clock(hours[0])}&a=${clock(hours[1])}`);
  };
  const giveUp = (key) => { if (key.key === "Escape") stop(); };
  show();
  day.append(trace);
  day.addEventListener("pointermove", follow);
  window.addEventListener("pointerup", finish);
  window.addEventListener("keydown", giveUp);
  event.preventDefault();
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

// What only a recurrence has is shown once there is one.
function recurrence(form) {
  const ticked = () => form.querySelector('[name="weekdays"]:checked, [name="scope"][value="serie"]:checked');
  form.querySelectorAll("[data-recurrence], [data-serie]").forEach((group) => {
    const show = () => { group.hidden = !ticked() && !group.querySelector("[aria-invalid]"); };
    form.addEventListener("change", show);
    show();
  });
}

// Empty periods wait behind « Ajouter une autre période d'indisponibilité ».
function periods(list) {
  const waiting = () => [...list.querySelectorAll(".sas-periode--cachee")];
  const button = list.parentElement.querySelector("[data-ajouter]");
  list.querySelectorAll(".sas-periode--vide").forEach((row) => row.classList.add("sas-periode--cachee"));
  const show = () => { button.hidden = waiting().length === 0; };
  button.addEventListener("click", () => {
    const [next] = waiting();
    next.classList.remove("sas-periode--cachee");
    next.querySelector("input").focus();
    show();
  });
  show();
}

// A place whose clocks say another hour than this device's says so (F-078).
function compareClocks(notice) {
  const at = new Date();
  const told = (timeZone) =>
    new Intl.DateTimeFormat("fr-FR", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
  notice.hidden = told(notice.dataset.zone) === told(undefined);
}

openOnFirstEntry();
document.body.addEventListener("htmx:afterSettle", openOnFirstEntry);
document.addEventListener("pointerdown", draw);
document.querySelectorAll("main form").forEach((form) => { followStart(form); recurrence(form); });
document.querySelectorAll("[data-periodes]").forEach(periods);
document.querySelectorAll("[data-zone]").forEach(compareClocks);
