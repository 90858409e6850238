// Shows the structure only for an account to create, and counts what is left of the message.
// Without JavaScript everything is shown; in both cases the server decides.

const SPOKEN = 200;
const PAUSE = 600;

function attach(form) {
  const topic = form.elements.topic;
  const structure = form.querySelector("[data-structure]");
  const message = form.elements.message;
  const left = form.querySelector("[data-reste]");
  const most = Number(message.dataset.compte);

  const look = () => {
    structure.hidden = topic.value !== structure.dataset.structure;
  };
  let timer = 0;
  // Once the typing pauses: a screen reader is not interrupted at each letter.
  const count = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  };
  const tell = () => {
    const rest = most - message.value.length;
    left.textContent = rest <= SPOKEN ? `Encore ${rest} caractère${rest >= 2 ? "s" : ""}.` : "";
  };
  topic.addEventListener("change", look);
  message.addEventListener("input", count);
  look();
  count();
}

document.querySelectorAll("[data-contact]").forEach(attach);
