/* Keys for the queue: a figure decides, J and K move. Words typed into a field are left alone. */
const list = document.querySelector("[data-queue]");
const items = list ? [...list.children] : [];
let here = -1;
for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = items.length === 0;
const go = (step) => {
  here = Math.min(items.length - 1, Math.max(0, here + step));
  items[here].focus();
  items[here].scrollIntoView({ block: "center" });
};
for (const [at, item] of items.entries()) item.addEventListener("focusin", () => { here = at; });
document.addEventListener("keydown", (event) => {
  if (!items.length || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "j" || event.key === "J") { event.preventDefault(); go(1); return; }
  if (event.key === "k" || event.key === "K") { event.preventDefault(); go(-1); return; }
  if (!/^[0-9]$/.test(event.key) || here < 0) return;
  const button = items[here].querySelector(`button[data-key="${event.key}"]`);
  if (button) { event.preventDefault(); button.click(); }
});
