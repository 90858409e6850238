// Ticks each rule as the password is typed, and opens « Valider » once all that is asked is there.
// Without JavaScript the button stays open; in both cases the server decides.

const KINDS = ["info", "valid"];

function holds(rule, password, address) {
  if (rule.dataset.motif) return new RegExp(rule.dataset.motif, "u").test(password);
  return !address || !password.toLowerCase().includes(address);
}

function attach(form) {
  const password = form.elements.password;
  const asked = [...form.querySelectorAll("[data-regle]")];
  const others = [form.elements.old, form.elements.terms].filter(Boolean);
  const button = form.querySelector("button");
  const address = form.dataset.adresse.toLowerCase();

  const look = () => {
    const typed = password.value !== "";
    const met = asked.filter((rule) => {
      const right = typed && holds(rule, password.value, address);
      KINDS.forEach((kind) => rule.classList.toggle(`fr-message--${kind}`, (kind === "valid") === right));
      rule.querySelector("[data-etat]").textContent = right ? " : respecté" : "";
      return right;
    });
    const filled = others.every((field) => (field.type === "checkbox" ? field.checked : field.value !== ""));
    const right = met.length === asked.length && filled;
    button.disabled = !right;
    button.classList.toggle("sas-valide", right);
  };

  form.addEventListener("input", look);
  form.addEventListener("change", look);
  look();
}

document.querySelectorAll("[data-mot-de-passe]").forEach(attach);
