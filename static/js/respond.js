"use strict";
// The page works without any of this: it only says sooner what the server would say.
for (const area of document.querySelectorAll("textarea[data-limit]")) {
  const note = document.querySelector(`[data-left="${CSS.escape(area.id)}"]`);
  const limit = Number(area.dataset.limit);
  let said = false;
  const say = () => {
    const left = limit - Array.from(area.value.replace(/\r\n/g, "\n").trim()).length;
    if (left < limit / 10 || left < 100) {
      const words = left < 0 ? area.dataset.over : area.dataset.few;
      note.textContent = words.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
      said = true;
    } else if (said) {
      note.textContent = "";
    }
  };
  area.addEventListener("input", say);
}
