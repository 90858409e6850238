// Comforts of the form of an account: without them it shows every field, and the server decides.

function followRoles(form) {
  const boxes = [...form.querySelectorAll('input[name="roles"]')];
  const parts = [...form.querySelectorAll("[data-for-roles], [data-not-for-roles]")];
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    const touches = (list) => list.split(" ").some((role) => ticked.includes(role));
    parts.forEach((part) => {
      part.hidden = part.dataset.forRoles !== undefined
        ? !touches(part.dataset.forRoles)
        : touches(part.dataset.notForRoles);
    });
  };
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
}

document.querySelectorAll("form[data-roles]").forEach(followRoles);
