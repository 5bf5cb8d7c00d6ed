/* Hark's widget: <script src="…/t/<code>/widget.js" async></script>. No cookie, no tracking.
   Options: data-delay (seconds), data-scroll (percent), data-share (0 to 1), data-side (left or
   right), data-again (days), data-open (selector of a button that opens it, and then only that). */
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !script.src) return;
  const base = script.src.replace(/\/widget\.js.*$/, "");
  const set = script.dataset;
  const memory = `hark:${base.split("/").pop()}`;
  const quiet = { credentials: "omit", referrerPolicy: "no-referrer" };

  const LOOK = `
:host { all: initial; }
section { --a: var(--al); --i: var(--il); --ink: #1d1c1a; --soft: #625f58; --line: #8b867c; --ground: #fff; --bad: #a83a17;
  position: fixed; z-index: 2147483000; inset-block-end: 1rem; inset-inline-end: 1rem; box-sizing: border-box; width: 25rem; max-width: calc(100vw - 2rem); max-height: calc(100vh - 2rem); overflow: auto;
  padding: 1.25rem; border: 1px solid #0002; border-radius: 1rem; background: var(--ground); color: var(--ink); box-shadow: 0 .75rem 2.5rem #0003; font: 400 1rem/1.45 system-ui, sans-serif; animation: rise .25s ease-out; }
section.left { inset-inline: 1rem auto; }
@media (prefers-color-scheme: dark) { section { --a: var(--ad); --i: var(--id); --ink: #efece5; --soft: #a9a498; --line: #7d776b; --ground: #1f1e1b; --bad: #f0926e; border-color: #fff2; } }
@keyframes rise { from { opacity: 0; transform: translateY(.75rem); } }
@media (prefers-reduced-motion: reduce) { section { animation: none; } }
* { box-sizing: border-box; font: inherit; color: inherit; }
form, fieldset { display: grid; gap: .75rem; margin: 0; padding: 0; border: 0; min-width: 0; }
legend, h2 { margin: 0; padding: 0; font-size: 1.125rem; font-weight: 650; overflow-wrap: anywhere; padding-inline-end: 2.5rem; }
.x { position: absolute; inset-block-start: .5rem; inset-inline-end: .5rem; width: 2.75rem; height: 2.75rem; border: 0; border-radius: 50%; background: none; font-size: 1.5rem; cursor: pointer; color: var(--soft); }
.steps { display: grid; grid-template-columns: repeat(6, 1fr); gap: .375rem; margin-block-start: .75rem; }
.steps label { position: relative; display: grid; place-items: center; min-height: 2.75rem; border: 1.5px solid var(--line); border-radius: .625rem; font-weight: 600; cursor: pointer; }
.steps input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.steps label:hover { border-color: var(--a); }
.steps :has(:checked) { background: var(--a); border-color: var(--a); color: var(--i); }
:focus-visible, .steps :has(:focus-visible) { outline: 3px solid var(--a); outline-offset: 2px; }
.ends { display: flex; justify-content: space-between; gap: 1rem; font-size: .875rem; color: var(--soft); }
.why { display: grid; gap: .375rem; } [hidden] { display: none; }
textarea { width: 100%; min-height: 5rem; padding: .625rem .75rem; border: 1.5px solid var(--line); border-radius: .625rem; background: none; resize: vertical; }
.send { justify-self: start; min-height: 2.75rem; padding: 0 1.5rem; border: 0; border-radius: .625rem; background: var(--a); color: var(--i); font-weight: 600; cursor: pointer; }
.note { margin: 0; color: var(--bad); font-weight: 600; } .note:empty { display: none; }
p { margin: .75rem 0 0; } a { color: var(--a); }
@media (forced-colors: active) { .steps :has(:checked) { outline: 4px solid Highlight; } }`;

  const recall = () => {
    try { return Date.now() < Number(localStorage.getItem(memory)); } catch { return false; }
  };
  const remember = () => {
    try { localStorage.setItem(memory, Date.now() + (Number(set.again) || 90) * 864e5); } catch { }
  };
  const make = (name, parts = {}, ...children) => {
    const element = Object.assign(document.createElement(name), parts);
    element.append(...children);
    return element;
  };
  const wait = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });

  let host, from;

  const close = () => {
    remember();
    host.remove();
    host = undefined;
    if (from && from.isConnected) from.focus();
  };

  const send = async (asked, body, note) => {
    for (const pause of [0, 1, 3]) {
      await wait(pause);
      try {
        const reply = await fetch(`${base}/${asked.version}/brief`, { ...quiet, method: "POST", body, keepalive: true });
        if (reply.status < 500 && reply.status !== 429) return [reply.status, await reply.json()];
      } catch { /* the network: again, with the same key, so that it counts once */ }
      note.textContent = asked.said.trying;
    }
    return [0, {}];
  };

  const thank = (panel, asked, own) => {
    remember();
    const title = make("h2", { id: "q", tabIndex: -1 }, asked.thanks);
    const more = make("a", { href: own, target: "_blank", rel: "noopener" }, asked.said.more);
    panel.replaceChildren(cross(asked), title, make("p", {}, more));
    title.focus();
  };

  const cross = (asked) => make("button", { type: "button", className: "x", onclick: close, ariaLabel: asked.said.close }, "×");

  const show = (asked) => {
    const key = [...crypto.getRandomValues(new Uint32Array(4))].join("-");
    const panel = make("section", { role: "dialog", lang: asked.language, dir: asked.direction, className: set.side === "left" ? "left" : "" });
    panel.setAttribute("aria-labelledby", "q");
    const note = make("p", { className: "note", role: "alert" });
    const text = make("textarea", { name: "reason", maxLength: 10000, dir: "auto" });
    const why = make("label", { className: "why", hidden: true }, asked.reason, text);
    const button = make("button", { className: "send", hidden: true }, asked.said.send);
    const steps = make("div", { className: "steps" }, ...asked.steps.map(([value, name]) => {
      const box = make("input", { type: "radio", name: "score", value, ariaLabel: name });
      return make("label", {}, box, value);
    }));
    const ends = make("div", { className: "ends", ariaHidden: true }, ...asked.ends.map((end, i) => make("span", {}, `${asked.steps.at(-i)[0]} ${end}`)));
    const form = make("form", {}, make("fieldset", {}, make("legend", { id: "q" }, asked.question), steps, ends), why, button, note);
    form.addEventListener("change", () => { why.hidden = button.hidden = false; });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      note.textContent = "";
      const body = new URLSearchParams(new FormData(form));
      body.set("_submission", key);
      const [status, reply] = await send(asked, body, note);
      button.disabled = false;
      if (status === 200) return thank(panel, asked, reply.own);
      if (reply.problem) note.textContent = reply.problem;
      else note.replaceChildren(asked.said.failed, " ", make("a", { href: `${base}?score=${body.get("score")}`, target: "_blank", rel: "noopener" }, asked.company));
    });
    panel.append(cross(asked), form);
    panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
    host = make("hark-widget");
    const sheet = new CSSStyleSheet();
    const { light, light_ink, dark, dark_ink } = asked.accent;
    sheet.replaceSync(LOOK);
    sheet.insertRule(`section { --al: ${light}; --il: ${light_ink}; --ad: ${dark}; --id: ${dark_ink}; }`);
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(panel);
    document.body.append(host);
    return panel;
  };

  const open = async (opener) => {
    if (host) return;
    from = opener || document.activeElement;
    try {
      const reply = await fetch(`${base}/widget.json`, quiet);
      if (!reply.ok || host) return;
      const panel = show(await reply.json());
      if (opener) panel.querySelector("input").focus();
    } catch { /* no answer from the server: the page stays as it is */ }
  };

  const scrolled = (percent) => new Promise((done) => {
    const look = () => {
      const room = document.documentElement.scrollHeight - innerHeight;
      if (room > 0 && (100 * scrollY) / room < percent) return;
      removeEventListener("scroll", look);
      done();
    };
    addEventListener("scroll", look, { passive: true });
    look();
  });

  const start = async () => {
    if (set.open) {
      document.addEventListener("click", (event) => {
        const button = event.target.closest(set.open);
        if (button) { event.preventDefault(); open(button); }
      });
      return;
    }
    if (recall() || Math.random() >= Number(set.share ?? 1)) return;
    await Promise.all([wait(Number(set.delay ?? 5)), scrolled(Number(set.scroll ?? 0))]);
    if (!recall()) open();
  };

  start();
})();
