/* Choosing words: shows the quote as sentences are ticked, and takes words that were marked. */
const table = document.querySelector("[data-cut]");
const boxes = [...table.querySelectorAll("input[name=sentence]")];
const written = table.querySelector("[name=written]");
const mark = table.querySelector("[data-mark]");
const words = table.querySelector("[data-words]");
const preview = table.querySelector("[data-preview]");
const publish = table.querySelector("[data-publish]");

/* As the server will write it: passages as they stand, […] wherever something is left out. */
const read = () => {
  const parts = [];
  for (const box of boxes) {
    if (box.checked) parts.push(box.nextElementSibling.textContent);
    else if (parts.at(-1) !== "[…]") parts.push("[…]");
  }
  return parts.join(" ");
};

const show = (quote) => {
  preview.textContent = quote;
  table.querySelector("[data-unsaved]").hidden = false;
  if (publish) publish.hidden = true;
};

const marked = () => {
  const selection = document.getSelection();
  const range = selection.rangeCount && selection.getRangeAt(0);
  return range && words.contains(range.commonAncestorContainer) ? selection.toString().trim() : "";
};

boxes.forEach((box) => box.addEventListener("change", () => show(read())));
written.addEventListener("input", () => show(written.value.trim()));
const offer = () => { mark.hidden = !marked(); };
document.addEventListener("selectionchange", offer);
offer();
mark.addEventListener("pointerdown", (event) => event.preventDefault());
mark.addEventListener("click", () => {
  written.value = [written.value.trim(), marked()].filter(Boolean).join(" […] ");
  written.closest("details").open = true;
  written.focus();
  show(written.value);
});
