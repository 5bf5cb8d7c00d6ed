"use strict";
// What was typed stays on this device until its sending is acknowledged; a killed browser finds it again.
// One touchpoint has several addresses, one for each version: what is kept there is forgotten as one.
const WEEK = 7 * 24 * 3600 * 1000, HERE = `hark:${location.pathname.split("/").slice(0, 3).join("/")}`;
// At a touchpoint the next person may hold the same device: there the words last as long as the tab.
const store = () => (location.pathname.startsWith("/t/") ? sessionStorage : localStorage);
const shelf = {
  read: (key) => { try { return JSON.parse(store().getItem(key)); } catch { return null; } },
  write: (key, kept) => { try { store().setItem(key, JSON.stringify(kept)); } catch { /* the page still holds it */ } },
  clear: (test) => { try { for (const key of Object.keys(store())) if (key.startsWith("hark:") && test(key)) store().removeItem(key); } catch { /* nothing kept */ } },
};
shelf.clear((key) => !(shelf.read(key)?.at > Date.now() - WEEK));
for (const form of document.querySelectorAll("form[data-keep]")) {
  const button = form.querySelector("button");
  const note = form.querySelector("[data-offline]"), restored = form.querySelector("[data-restored]");
  const key = `${HERE}#${form.elements._page ? form.elements._page.value : ""}`;
  const typed = () => {
    const found = {};
    for (const [name, value] of new FormData(form)) if (!["lang", "_page", "_seen"].includes(name)) (found[name] ||= []).push(value);
    return found;
  };
  const same = (one, other) => JSON.stringify(one || []) === JSON.stringify(other || []);
  const fresh = typed(), kept = shelf.read(key);
  // Only what the server still shows as it did then: a later answer or a new click is not undone.
  const open = (name) => kept && (name === "_submission" || (same(fresh[name], kept.from[name]) && !same(fresh[name], kept.now[name])));
  if (restored && kept && Object.keys({ ...kept.from, ...kept.now }).some((name) => name !== "_submission" && open(name))) {
    for (const field of form.elements) {
      if (!field.name || field.tagName === "BUTTON" || !open(field.name)) continue;
      const given = kept.now[field.name] || [];
      if (["radio", "checkbox"].includes(field.type)) field.checked = given.includes(field.value);
      else field.value = given[0] || "";
    }
    restored.hidden = false;
  }
  const keep = () => shelf.write(key, { at: Date.now(), from: fresh, now: typed() });
  form.addEventListener("input", keep);
  let sending = false, wait = 1000, resume = null;
  const send = async (extra) => {
    if (sending) return;
    sending = true;
    button.setAttribute("aria-busy", "true");
    const sent = new URLSearchParams(new FormData(form));
    if (extra) sent.set(extra.name, extra.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent });
      if (answer.redirected && answer.ok) {
        shelf.clear((each) => each === key || (answer.url.endsWith("/thanks") && each.startsWith(HERE)));
        return location.assign(answer.url);
      }
      if (extra) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: extra.name, value: extra.value }));
      form.submit(); // the server's own page says what is wrong; sent again under the same key it is one answer
    } catch {
      note.hidden = sending = false;
      button.removeAttribute("aria-busy");
      resume = () => { resume = null; send(extra); };
      setTimeout(() => resume && resume(), wait);
      wait = Math.min(wait * 2, 60000);
    }
  };
  addEventListener("online", () => resume && resume());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep();
    send(event.submitter?.name ? event.submitter : null);
  });
  addEventListener("pageshow", () => { sending = false; button.removeAttribute("aria-busy"); });
  const begun = new FormData(form);
  for (const link of document.querySelectorAll("a[data-language]")) {
    link.addEventListener("click", (event) => {
      if (String([...new FormData(form)]) === String([...begun])) return;
      event.preventDefault(); // what was typed goes along, and nothing is recorded
      form.elements.lang.value = link.dataset.language;
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "_switch", value: "1" }));
      form.submit();
    });
  }
}
