"use strict";
// Shows the quote while its line and its words are being written; the server checks both again.
const form = document.querySelector("form.offer");
if (form) {
  const ladder = { full: ["name", "company"], initials: ["short", "city"], role: ["role", "industry"] };
  const named = document.querySelectorAll(".testimonial .named, [data-named]");
  const words = document.querySelectorAll(".testimonial blockquote p, [data-words]");
  const pictures = document.querySelectorAll("[data-pictures]");
  const redraw = () => {
    for (const image of document.querySelectorAll("[data-pictures] img")) {
      const drawn = new URL(image.src);
      if (drawn.protocol === "data:") continue;
      drawn.searchParams.set("as", form.elements.seen.value);
      if (image.src !== drawn.href) image.src = drawn.href;
    }
  };
  const show = () => {
    const fields = ladder[form.elements.attribution.value];
    const given = (fields || []).map((name) => form.elements[name].value.trim().replace(/\s+/g, " "));
    const line = fields ? given.filter(Boolean).join(", ") : form.dataset.anonymous;
    for (const each of named) each.textContent = line || "…";
    form.elements.seen.value = line;
    const { correction, saw } = form.elements;
    if (!correction || saw.value === correction.value) return;
    for (const each of pictures) each.hidden = true;
    document.querySelector("[data-stale]").hidden = false;
    form.querySelector("[data-preview]").hidden = false;
    saw.value = correction.value;
    for (const each of words) each.textContent = correction.value.trim();
  };
  form.addEventListener("input", show);
  form.addEventListener("change", redraw);
  addEventListener("pageshow", show);
  form.querySelector("[data-preview]").hidden = true;
}
