"use strict";
/* One person after the other; kiosk-box.js keeps what they say. */
const form = part("kiosk");
const [problem, thanks, idle] = ["problem", "thanks", "idle"].map(part);
const later = document.querySelectorAll("[data-later]");
const PATIENCE = 45, COUNTDOWN = 15, THANKS = 8;

let touched = Date.now(), ends = 0, isClosed = false;
const dirty = () => !form.hidden && [...new FormData(form).values()].some((value) => value.trim());
const show = (element, shown) => { element.hidden = !shown; };

function begin() {
  if (isClosed) return location.reload();
  form.reset();
  problem.textContent = "";
  later.forEach((element) => show(element, false));
  [thanks, idle].forEach((element) => show(element, false));
  show(form, true);
  ends = 0;
  scrollTo(0, 0);
  if (document.activeElement) document.activeElement.blur();
}

function thank() {
  form.reset();
  show(form, false);
  show(thanks, true);
  thanks.querySelector("h1").focus();
  ends = Date.now() + THANKS * 1000;
  tick();
}

function tick() {
  const left = Math.ceil((ends - Date.now()) / 1000);
  if (ends && left <= 0) return begin();
  if (!thanks.hidden) part("seconds").textContent = left;
  if (!idle.hidden) part("says").textContent = part("says").dataset.says.replace("{n}", left);
  const quiet = (Date.now() - touched) / 1000;
  if (!ends && dirty() && quiet > PATIENCE) {
    ends = Date.now() + COUNTDOWN * 1000;
    show(idle, true);
    part("stay").focus();
    tick();
  }
  if (!ends && !dirty() && quiet > FRESH) {
    touched = Date.now();
    renew(() => !dirty());
  }
}

function touch() {
  touched = Date.now();
  if (idle.hidden) return;
  show(idle, false);
  ends = 0;
}

form.addEventListener("change", () => later.forEach((element) => show(element, true)));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.dataset.busy) return;
  const given = [...new FormData(form)];
  if (!given.some(([name]) => name === "score")) {
    problem.textContent = problem.dataset.request;
    return;
  }
  form.dataset.busy = "1";
  const key = [...crypto.getRandomValues(new Uint32Array(4))].join("-");
  try {
    await inside("readwrite", (box) => box.put({ key, at: Date.now(), path: form.getAttribute("action"), given: [...given, ["_submission", key]] }));
    thank();
    await tell();
    deliver();
  } catch {
    problem.textContent = problem.dataset.failed;
  }
  delete form.dataset.busy;
});
part("next").addEventListener("click", begin);
["pointerdown", "keydown", "input"].forEach((kind) => addEventListener(kind, touch));
addEventListener("closed", () => {
  isClosed = true;
  if (!dirty() && !ends) location.reload();
});
setInterval(tick, 500);
begin();

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(form.dataset.worker)
    .then(() => caches.open("hark-kiosk")).then((shelf) => shelf.add(location.href))
    .then(() => { document.documentElement.dataset.kept = "1"; }, () => {});
}
