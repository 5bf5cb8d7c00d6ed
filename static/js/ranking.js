"use strict";
// Turns places to choose into things to put in order; the selects stay, and are what is sent.
for (const list of document.querySelectorAll("[data-rank]:not([data-ready])")) {
  list.dataset.ready = "";
  const words = list.dataset;
  const rows = [...list.children].map((row) => ({
    row, select: row.querySelector("select"), name: row.querySelector("label").textContent,
  }));
  const say = (sentence, item, n) => sentence.replace("{words}", item.name).replace("{n}", n).replace("{of}", rows.length);
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("aria-live", "polite");
  list.after(told);
  const placed = () => rows.filter((item) => item.select.value).sort((a, b) => a.select.value - b.select.value);
  const button = (sign, press) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "move", textContent: sign });
    made.addEventListener("click", press);
    return made;
  };
  const settle = (order, item, focus) => {
    rows.forEach((each) => { each.select.value = order.includes(each) ? order.indexOf(each) + 1 : ""; });
    show();
    (focus.disabled ? item.take : focus).focus();
    told.textContent = item.take.getAttribute("aria-label");
    item.select.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const move = (item, by) => {
    const order = placed();
    const at = order.indexOf(item);
    order.splice(at, 1);
    order.splice(at + by, 0, item);
    settle(order, item, by < 0 ? item.up : item.down);
  };
  const take = (item) => {
    const order = placed();
    if (order.includes(item)) return settle(order.filter((each) => each !== item), item, item.take);
    order.push(item);
    const open = rows.filter((each) => !order.includes(each));
    return settle(open.length === 1 ? [...order, open[0]] : order, item, item.take);
  };
  const show = () => {
    const order = placed();
    list.append(...order.map((each) => each.row), ...rows.filter((each) => !order.includes(each)).map((each) => each.row));
    rows.forEach((item) => {
      const at = order.indexOf(item);
      item.row.classList.toggle("placed", at >= 0);
      item.place.textContent = at < 0 ? "" : at + 1;
      item.take.setAttribute("aria-pressed", at >= 0);
      item.take.setAttribute("aria-label", say(at < 0 ? words.open : words.place, item, at + 1));
      item.up.disabled = at <= 0;
      item.down.disabled = at < 0 || at === order.length - 1;
    });
  };
  rows.forEach((item) => {
    const label = item.row.querySelector("label");
    item.take = button("", () => take(item));
    item.take.className = "take";
    item.place = Object.assign(document.createElement("b"), { className: "place" });
    item.take.append(item.place, Object.assign(document.createElement("span"), { textContent: item.name, dir: "auto" }));
    item.up = button("↑", () => move(item, -1));
    item.down = button("↓", () => move(item, 1));
    item.up.setAttribute("aria-label", say(words.up, item));
    item.down.setAttribute("aria-label", say(words.down, item));
    label.hidden = item.select.hidden = true;
    item.row.append(item.take, item.up, item.down);
  });
  document.getElementById(`${list.closest("fieldset").id}-said`).textContent = words.hint;
  show();
  addEventListener("pageshow", show); // a browser that comes back brings the places with it
  list.closest("form")?.addEventListener("restored", show);
}
