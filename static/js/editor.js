// Saves while somebody types, lets questions be dragged, keeps the place on the page.
// Without it every button works as it stands; what is said here is only said sooner.
const form = document.querySelector("[data-editor]");
const state = form.querySelector("[data-state]");
const PAUSE = 1500;
let unsaved = state.textContent === state.dataset.state;
let sent = false;
let timer = 0;
let flight = null;

const say = (words, isUnsaved) => {
  unsaved = isUnsaved;
  state.textContent = words;
  state.classList.toggle("unsaved", unsaved);
};
say(state.textContent, unsaved);

const save = async () => {
  const sending = new FormData(form);
  sending.set("do", "autosave");
  const typed = form.dataset.typed;
  const answer = await fetch(form.action, { method: "POST", body: sending });
  if (answer.redirected || !answer.headers.get("content-type").includes("json")) {
    return say(state.dataset.failed, true);
  }
  const told = await answer.json();
  if (!answer.ok) return say(told.said, true);
  form.elements.stamp.value = told.stamp;
  for (const step of form.querySelectorAll("[data-step]")) step.disabled = !told[step.value];
  if (typed === form.dataset.typed) say(told.said, false);
};
const autosave = () => {
  if (sent || flight) return;
  flight = save().catch(() => say(state.dataset.offline, true)).finally(() => {
    flight = null;
    if (unsaved && state.textContent === state.dataset.state) wait();
  });
};
const wait = () => {
  clearTimeout(timer);
  timer = setTimeout(autosave, PAUSE);
};

form.addEventListener("input", () => {
  form.dataset.typed = Number(form.dataset.typed || 0) + 1;
  say(state.dataset.state, true);
  wait();
});
form.addEventListener("focusin", (event) => {
  if (event.target.id) form.elements.at.value = event.target.id;
});
form.addEventListener("submit", (event) => {
  if (sent) return event.preventDefault();
  if (flight) {
    // What is on its way changes the stamp that this form has to carry.
    event.preventDefault();
    const button = event.submitter;
    flight.finally(() => form.requestSubmit(button));
    return undefined;
  }
  clearTimeout(timer);
  sent = true;
  return undefined;
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

// Dragging: the questions fold to their heads, the one in hand changes places with its neighbours.
const list = document.getElementById("further");
const questions = () => [...list.querySelectorAll("[data-question]")];
const drag = (grip, event) => {
  // The window listens: a question that changes its place in the page loses a captured pointer.
  const ends = new AbortController();
  const mine = grip.closest("[data-question]");
  const before = questions().indexOf(mine);
  list.classList.add("sorting");
  mine.classList.add("moving");
  window.scrollBy(0, mine.getBoundingClientRect().top - event.clientY + 20);
  const move = ({ clientY }) => {
    for (const other of questions()) {
      const { top, height } = other.getBoundingClientRect();
      if (other === mine || clientY < top || clientY > top + height) continue;
      const isAbove = other.compareDocumentPosition(mine) & Node.DOCUMENT_POSITION_FOLLOWING;
      other[isAbove ? "before" : "after"](mine);
      break;
    }
  };
  const end = () => {
    ends.abort();
    list.classList.remove("sorting");
    mine.classList.remove("moving");
    mine.scrollIntoView({ block: "nearest" });
    if (questions().indexOf(mine) === before) return;
    form.elements.at.value = mine.id;
    form.requestSubmit(form.querySelector("[data-save]"));
  };
  window.addEventListener("pointermove", move, { signal: ends.signal });
  window.addEventListener("pointerup", end, { signal: ends.signal });
  window.addEventListener("pointercancel", end, { signal: ends.signal });
};
for (const grip of list.querySelectorAll("[data-grip]")) {
  grip.hidden = questions().length < 2;
  grip.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    drag(grip, event);
  });
}
