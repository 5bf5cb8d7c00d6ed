"use strict";
// The page works without any of this: it only says sooner what the server would say.
for (const area of document.querySelectorAll("textarea[data-limit]")) {
  const note = document.querySelector(`[data-left="${CSS.escape(area.id)}"]`);
  const limit = Number(area.dataset.limit);
  const say = () => {
    const left = limit - Array.from(area.value.replace(/\r\n/g, "\n").trim()).length;
    if (left < limit / 10 || left < 100) {
      note.textContent = left < 0 ? `${-left} characters too many` : `${left} characters left`;
    } else if (note.textContent.includes("characters left")) {
      note.textContent = "";
    }
  };
  area.addEventListener("input", say);
}
for (const form of document.querySelectorAll("form[data-keep]")) {
  const button = form.querySelector("button");
  form.addEventListener("submit", (event) => {
    const offline = navigator.onLine === false;
    const note = form.querySelector("[data-offline]");
    if (note) note.hidden = !offline;
    if (offline) event.preventDefault();
    else button.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => button.removeAttribute("aria-busy"));
}
