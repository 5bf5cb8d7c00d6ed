// Says when words are not saved yet, keeps the place on the page, and sends a form once.
const form = document.querySelector("[data-editor]");
const state = form.querySelector("[data-state]");
let unsaved = state.textContent === state.dataset.state;
let sent = false;

const show = () => state.classList.toggle("unsaved", unsaved);
show();

form.addEventListener("input", () => {
  unsaved = true;
  state.textContent = state.dataset.state;
  show();
});
form.addEventListener("focusin", (event) => {
  if (event.target.id) form.elements.at.value = event.target.id;
});
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-save]"));
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved && !sent) event.preventDefault();
});
window.addEventListener("pageshow", () => { sent = false; });
