"use strict";
/* An answer is on this device's disk before anybody is thanked, and is sent from there until the
   server says that it has it: with one key, so that it counts once however often it is sent. */
const part = (name) => document.querySelector(`[data-${name}]`);
const [waiting, refused, summary, list] = ["waiting", "refused", "summary", "list"].map(part);
const RETRY = 10, FRESH = 15 * 60;
if (navigator.storage?.persist) navigator.storage.persist().catch(() => {}); // not to be swept away when space runs out

const opened = new Promise((done, fail) => {
  const asked = indexedDB.open("hark-kiosk", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("answers", { keyPath: "key" });
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
const inside = async (mode, work) => {
  const box = (await opened).transaction("answers", mode, { durability: "strict" });
  const asked = work(box.objectStore("answers"));
  return new Promise((done, fail) => {
    box.oncomplete = () => done(asked.result);
    box.onerror = box.onabort = () => fail(box.error);
  });
};
const all = () => inside("readonly", (box) => box.getAll());
const keep = (answer) => inside("readwrite", (box) => box.put(answer));
const counted = (element, n) => (n === 1 ? element.dataset.one : element.dataset.many.replace("{n}", n));

async function tell() {
  const answers = await all();
  const stuck = answers.filter((answer) => answer.trouble), open = answers.length - stuck.length;
  waiting.textContent = open ? counted(waiting, open) : "";
  refused.hidden = !stuck.length;
  if (!stuck.length) return;
  summary.textContent = counted(summary, stuck.length);
  list.replaceChildren(...stuck.map((answer) => {
    const line = document.createElement("li"), at = answer.at ? `${new Date(answer.at).toLocaleString(document.documentElement.lang)}: ` : "";
    line.textContent = `${at}${answer.trouble === 422 ? list.dataset.odd : list.dataset.gone} (${answer.trouble})`;
    return line;
  }));
}

let sending = false;
/* How long ago it was said is told by this device's own clock alone, whatever that shows. */
const age = ({ at }) => (at ? [["_age", String(Math.max(0, Math.round((Date.now() - at) / 1000)))]] : []);
async function deliver(again) {
  if (sending) return;
  sending = true;
  let closed = false;
  try {
    for (const answer of await all()) {
      if (answer.refused && again !== true) continue;
      const reply = await fetch(answer.path, { method: "POST", body: new URLSearchParams([...answer.given, ...age(answer)]), credentials: "omit", redirect: "error" });
      const said = await reply.json().catch(() => null); // a hotel's sign-in page is no receipt
      if (!said && reply.status === 404) await keep({ ...answer, trouble: 404 }); // its place is gone: the others need not wait behind it
      else if (!said) break;
      else if (said.own || said.closed) await inside("readwrite", (box) => box.delete(answer.key));
      else if ([403, 404, 422].includes(reply.status)) await keep({ ...answer, trouble: reply.status, refused: true });
      else break;
      closed ||= Boolean(said?.closed);
    }
  } catch { /* no network: later */ }
  sending = false;
  await tell();
  if (closed) dispatchEvent(new Event("closed"));
}
/* A fresh page, where the server has one and nobody is in the middle of something. */
const renew = (may) => fetch(location.href, { method: "HEAD", cache: "no-store" }).then((reply) => reply.ok && may() && location.reload(), () => {});

part("again").addEventListener("click", () => deliver(true));
addEventListener("online", deliver);
setInterval(deliver, RETRY * 1000);
deliver(true);
if (part("closed")) setInterval(() => renew(() => true), FRESH * 1000);
