"use strict";
// Shows the line under the quote while it is being written; the server checks that line again.
const form = document.querySelector("form.offer");
if (form) {
  const ladder = { full: ["name", "company"], initials: ["short", "city"], role: ["role", "industry"] };
  const named = document.querySelector(".testimonial .named");
  const show = () => {
    const fields = ladder[form.elements.attribution.value];
    const given = (fields || []).map((name) => form.elements[name].value.trim().replace(/\s+/g, " "));
    const line = fields ? given.filter(Boolean).join(", ") : "Verified customer";
    named.textContent = line || "…";
    form.elements.seen.value = line;
  };
  form.addEventListener("input", show);
  addEventListener("pageshow", show);
  form.querySelector("[data-preview]").hidden = true;
}
