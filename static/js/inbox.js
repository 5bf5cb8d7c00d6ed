/* The inbox by keyboard, and decisions without losing one's place. All of it works without. */
const items = () => [...document.querySelectorAll("[data-item]")];
const at = () => items().findIndex((item) => item.contains(document.activeElement));
const go = (n) => items()[Math.max(0, Math.min(n, items().length - 1))]?.focus();
const ticks = () => [...document.querySelectorAll("[data-item] input[name=response]")];
const press = (key) => {
  const all = ticks().some((tick) => tick.checked) && document.querySelector(`[data-bulk="${key}"]`);
  const button = all || items()[at()]?.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  button.click();
  if (key === "d") button.parentElement.querySelector("button")?.focus();
};

const does = {
  j: () => go(at() + 1),
  k: () => go(at() - 1),
  x: () => items()[at()]?.querySelector("input[name=response]")?.click(),
  X: () => {
    const every = ticks().every((tick) => tick.checked);
    for (const tick of ticks()) tick.checked = !every;
  },
  "/": () => document.querySelector("[data-search]")?.focus(),
};
for (const key of "sduaote") does[key] = () => press(key);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !does[event.key]) return;
  event.preventDefault();
  does[event.key]();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.matches("[data-inbox]") || button?.name !== "to") return;
  event.preventDefault();
  const place = items().findIndex((item) => item.contains(button));
  const sent = new FormData(form, button);
  try {
    const reply = await fetch(form.action, { method: "POST", body: sent });
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
    const main = fresh.getElementById("main");
    if (!reply.ok || !main) throw new Error("no page");
    document.getElementById("main").replaceChildren(...main.childNodes);
    if (place >= 0) go(place);
    else document.getElementById("main").focus();
  } catch {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "to", value: button.value }));
    form.submit();
  }
});
