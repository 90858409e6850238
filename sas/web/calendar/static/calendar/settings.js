// Comforts of « Vos paramètres »: the form follows each answer at once. Without them the server shows what applies.

const YES = "oui";

// The answers on which the table of the server depends (rules/choosing.py), read from the form.
function answersOf(form) {
  const { accepts, via, has_software: software, editor_slots_refused: refusal } = form.elements;
  return {
    accepts: accepts.checked ? YES : "",
    via: via.value,
    has_software: software.value,
    editor_slots_refused: refusal.checked ? YES : "",
  };
}

function holds(cases, answers) {
  return cases.some((one) => Object.entries(one).every(([question, given]) => given.includes(answers[question])));
}

// « Non » ticks the refusal and locks it; leaving « Non » gives it back as it was.
function lock(box, locked) {
  if (locked === box.disabled) return;
  if (locked) {
    box.dataset.before = box.checked ? YES : "";
    box.checked = true;
  } else {
    box.checked = box.dataset.before === YES;
  }
  box.disabled = locked;
}

function answered(block) {
  const fields = [...block.querySelectorAll("input, select")].filter((field) => field.closest("[data-quand]") === block);
  return fields.some((field) => (field.type === "select-one" ? field.value !== "0" : field.checked));
}

function follow(form) {
  const parts = [...form.querySelectorAll("[data-quand]")].map((part) => [part, JSON.parse(part.dataset.quand)]);
  const save = form.querySelector("[data-enregistrer]");
  const missing = form.querySelector("[data-manque]");
  const { accepts, via, has_software: software, editor_slots_refused: refusal } = form.elements;

  const show = () => {
    const locked = parts.find(([part]) => part.dataset.verrou);
    lock(refusal, holds(locked[1], answersOf(form)));
    const answers = answersOf(form);
    parts.forEach(([part, cases]) => { part.hidden = !holds(cases, answers); });
    const left = parts.filter(([part]) => part.dataset.requis && !part.hidden && !answered(part));
    save.disabled = left.length > 0;
    const told = left.length ? `À compléter : ${left.map(([part]) => part.dataset.requis).join(", ")}.` : "";
    if (missing.textContent !== told) missing.textContent = told;
  };
  const clear = (names) => {
    names.forEach((name) => {
      form.querySelectorAll(`[name="${name}"]`).forEach((field) => { field.checked = false; });
    });
  };
  accepts.addEventListener("change", () => {
    if (accepts.checked) return;
    via.value = "0";
    clear(["has_software", "structure", "pledge", "pledge_refusing"]);
  });
  via.addEventListener("change", () => {
    clear(["structure", "pledge", "pledge_refusing"]);
    form.elements.cherche.value = "";
    form.querySelector("#structures").replaceChildren();
    form.querySelector("#structures-compte").textContent = "";
  });
  software.forEach((choice) => choice.addEventListener("change", () => clear(["pledge", "pledge_refusing"])));
  form.addEventListener("change", show);
  document.body.addEventListener("htmx:afterSettle", show);
  form.querySelectorAll("[data-sans-script]").forEach((part) => { part.hidden = true; });
  show();
}

// A long list of boxes becomes a button that opens it, a field that narrows it, and tags that take a choice back.
function multiple(part) {
  const fieldset = part.querySelector("fieldset");
  const boxes = [...fieldset.querySelectorAll('input[type="checkbox"]')];
  if (boxes.length === 0) return;
  const nameOf = (box) => box.labels[0].textContent.trim();
  const list = document.createElement("div");
  list.className = "sas-choix__liste";
  list.id = `${fieldset.id}-liste`;
  list.hidden = true;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "fr-btn fr-btn--secondary fr-btn--icon-right fr-icon-arrow-down-s-line sas-choix__bouton";
  button.setAttribute("aria-controls", list.id);
  const field = document.createElement("div");
  field.className = "fr-input-group";
  const label = document.createElement("label");
  label.className = "fr-label";
  label.textContent = "Rechercher un logiciel";
  const search = document.createElement("input");
  search.className = "fr-input";
  search.type = "search";
  search.id = label.htmlFor = `${fieldset.id}-recherche`;
  search.autocomplete = "off";
  field.append(label, search);
  const tags = document.createElement("ul");
  tags.className = "sas-choix__retenus";
  const elements = boxes.map((box) => box.closest(".fr-fieldset__element"));
  const holder = document.createElement("div");
  holder.className = "fr-fieldset__element";
  elements[0].before(holder);
  list.append(field, ...elements);
  holder.append(button, list, tags);

  const open = (opened) => {
    list.hidden = !opened;
    button.setAttribute("aria-expanded", String(opened));
    if (opened) search.focus();
  };
  const draw = () => {
    const chosen = boxes.filter((box) => box.checked);
    button.textContent = part.dataset.choixMultiple;
    tags.replaceChildren(...chosen.map((box) => {
      const item = document.createElement("li");
      const tag = document.createElement("button");
      tag.type = "button";
      tag.className = "fr-tag fr-tag--dismiss";
      tag.textContent = nameOf(box);
      tag.setAttribute("aria-label", `Retirer ${nameOf(box)}`);
      tag.addEventListener("click", () => {
        box.checked = false;
        box.dispatchEvent(new Event("change", { bubbles: true }));
        button.focus();
      });
      item.append(tag);
      return item;
    }));
  };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  search.addEventListener("input", () => {
    const asked = plain(search.value.trim());
    boxes.forEach((box, at) => { elements[at].hidden = !plain(nameOf(box)).includes(asked); });
  });
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  button.addEventListener("click", () => open(list.hidden));
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open(false);
    button.focus();
    event.preventDefault();
  });
  part.addEventListener("change", draw);
  open(false);
  draw();
}

document.querySelectorAll("[data-choix-multiple]").forEach(multiple);
document.querySelectorAll("form[data-parametres]").forEach(follow);
