// The welcome stands in the page; here it comes before it. Escape closes it until the next visit.
const welcome = document.querySelector("[data-bienvenue]");
if (welcome) {
  welcome.close();
  welcome.showModal();
}
