// Nobody takes part: what is agreed to for those who do is hidden, and not sent. Without this the server says so.
const count = document.querySelector("[data-nombre]");
const agreed = document.querySelector("[data-participation]");
const nobody = document.querySelector("[data-sans-participant]");

function follow() {
  const some = Number(count.value) >= 1;
  agreed.hidden = agreed.disabled = !some;
  nobody.hidden = some;
}

if (count && agreed && nobody) {
  count.addEventListener("input", follow);
  follow();
}
