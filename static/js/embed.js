/* The wall on any page: <script src="…/embed/<slug>.js" async></script>. No cookie, no tracking. */
(() => {
  "use strict";
  const script = document.currentScript;
  const LONG = 700;

  const LOOK = `
:host { display: block; color: var(--hark-ink, inherit); font-family: var(--hark-font, inherit); line-height: 1.5; text-align: start; }
:host([hidden]) { display: none; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: var(--hark-gap, 2.5rem) var(--hark-gap, 3rem); grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--hark-column, 18rem)), 1fr)); }
figure { margin: 0; }
figure::before { content: ""; display: block; width: 2rem; height: 3px; border-radius: 2px; background: var(--hark-accent, var(--accent, currentColor)); margin-block-end: 1rem; }
blockquote { margin: 0; font: 400 var(--hark-quote-size, 1.25rem)/1.45 var(--hark-quote-font, "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", Georgia, "Noto Serif", serif); }
blockquote p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote p::before { content: "\\201C"; } blockquote p::after { content: "\\201D"; }
blockquote.long { font-size: 1.0625rem; max-height: 20rem; overflow-y: auto; }
figcaption { margin-block-start: .875rem; font-size: .9375rem; overflow-wrap: anywhere; }
figcaption bdi { display: block; font-weight: 600; }
time { display: inline-block; }
time, footer { font-size: .8125rem; opacity: .8; }
footer { margin-block-start: 2.5rem; max-width: 46rem; }
footer p { margin: 0 0 .35rem; }
a { color: inherit; text-underline-offset: .2em; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }`;

  const make = (name, parts = {}, ...children) => {
    const element = Object.assign(document.createElement(name), parts);
    element.append(...children);
    return element;
  };

  const figure = (said) => {
    const quote = make("blockquote", {}, make("p", {}, said.quote));
    if (said.quote.length > LONG) {
      Object.assign(quote, { className: "long", tabIndex: 0 });
    }
    const time = make("time", { dateTime: said.date, lang: "en", dir: "ltr" }, said.day);
    return make("li", {}, make("figure", { dir: "auto" }, quote,
      make("figcaption", {}, make("bdi", {}, said.named_as), time)));
  };

  class HarkWall extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(LOOK);
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      addEventListener("pageshow", (event) => event.persisted && this.load());
      this.load();
    }

    async load() {
      const ask = { credentials: "omit", cache: "no-cache", referrerPolicy: "no-referrer" };
      try {
        const answer = await fetch(`${this.getAttribute("src")}.json`, ask);
        this.show(answer.ok ? await answer.json() : { quotes: [] });
      } catch {
        this.show({ quotes: [] });
      }
    }

    show(wall) {
      const shown = wall.quotes.slice(0, Number(this.getAttribute("limit")) || 6);
      this.hidden = !shown.length;
      if (this.hidden) return this.shadowRoot.replaceChildren();
      if (/^#[0-9a-f]{6}$/i.test(wall.accent)) {
        this.shadowRoot.adoptedStyleSheets[0].insertRule(`:host { --accent: ${wall.accent}; }`, 0);
      }
      const list = make("ul", { role: "list" }, ...shown.map(figure));
      const lines = [wall.typicality, wall.verified].filter(Boolean);
      const all = make("a", { href: this.getAttribute("src") }, "All published quotes");
      const footer = make("footer", { lang: "en" }, ...lines.map((line) => make("p", {}, line)), make("p", {}, all));
      const section = make("section", {}, list, footer);
      section.setAttribute("aria-label", `What customers say about ${wall.workspace}`);
      this.shadowRoot.replaceChildren(section);
    }
  }

  if (!customElements.get("hark-wall")) customElements.define("hark-wall", HarkWall);
  if (!script || !script.src) return;
  const place = document.createElement("hark-wall");
  const address = new URL(script.src);
  place.setAttribute("src", address.origin + address.pathname.replace(/\/embed\/([^/]+)\.js$/, "/wall/$1"));
  if (script.dataset.limit) place.setAttribute("limit", script.dataset.limit);
  script.after(place);
})();
