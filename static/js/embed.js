/* A wall, a carousel, one quote or a badge on any page, with one line:
   <script src="…/embed/<slug>.js" data-show="carousel" async></script>
   No cookie, no tracking, nothing kept; works under a strict content security policy. */
(() => {
  "use strict";
  const script = document.currentScript;
  const home = script?.src.replace(/\/embed\/([^/?]+)\.js.*/, "/wall/$1");
  const LONG = 700;
  const LOOK = `__LOOK__`;

  const make = (name, parts = {}, ...children) => {
    const element = Object.assign(document.createElement(name), parts);
    element.append(...children);
    return element;
  };
  const small = (...words) => make("small", {}, ...words);

  const figure = (wall) => (said) => {
    const quote = make("blockquote", {}, make("p", {}, said.quote));
    if (said.quote.length > LONG) Object.assign(quote, { className: "long", tabIndex: 0 });
    const day = make("time", { dateTime: said.date }, said.day);
    const check = make("a", { href: said.verify }, wall.said.verify);
    return make("figure", { dir: "auto" }, quote, make("figcaption", {}, make("b", {}, make("bdi", {}, said.named_as)),
      ...said.beside.map((line) => small(make("bdi", {}, line))), small(make("bdi", {}, day, " · ", check))));
  };

  const list = (figures) => [make("ul", { role: "list" }, ...figures.map((one) => make("li", {}, one)))];

  const carousel = (figures, { said, label }) => {
    const count = figures.length;
    const track = make("div", { className: "track", tabIndex: 0, role: "group", ariaLabel: label }, ...figures);
    const place = (at) => said.place.replace("{n}", at + 1).replace("{all}", count);
    const here = () => Math.round(Math.abs(track.scrollLeft) / track.clientWidth);
    const status = make("small", { role: "status" }, place(0));
    const turn = (by) => {
      const to = figures[(here() + by + count) % count];
      track.scrollTo({ left: to.offsetLeft - figures[0].offsetLeft });
    };
    const button = (name, sign, by) => make("button", { type: "button", ariaLabel: name, onclick: () => turn(by) }, sign);
    track.onscroll = () => { if (status.textContent !== place(here())) status.textContent = place(here()); };
    figures.forEach((one, at) => Object.assign(one, { role: "group", ariaLabel: place(at) }));
    return [track, make("div", { className: "turn", hidden: count < 2 }, button(said.previous, "‹", -1), button(said.next, "›", 1), status)];
  };

  const badge = (_, { said, wall, typicality, verified }) => [make("figure", { className: "badge" },
    make("b", {}, make("a", { href: wall }, said.title)), small(typicality || verified))];

  const element = (draw) => class extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(LOOK);
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      addEventListener("pageshow", (event) => event.persisted && this.load());
      this.load();
    }

    async load() {
      const source = this.getAttribute("src") || home;
      const language = this.getAttribute("lang") || document.documentElement.lang;
      const ask = { credentials: "omit", cache: "no-cache", referrerPolicy: "no-referrer" };
      const answer = await fetch(`${source}.json?lang=${encodeURIComponent(language)}`, ask).catch(() => ({}));
      this.show(answer.ok ? await answer.json() : { quotes: [] });
    }

    show(wall) {
      const shown = wall.quotes.slice(0, this.getAttribute("limit") || 6);
      this.hidden = !shown.length;
      if (this.hidden) return this.shadowRoot.replaceChildren();
      const section = make("section", { lang: wall.language, dir: wall.direction, ariaLabel: wall.label }, ...draw(shown.map(figure(wall)), wall));
      section.style.setProperty("--accent", wall.accent);
      if (draw !== badge) {
        const all = make("a", { href: wall.wall }, wall.said.all);
        section.append(...[wall.typicality, wall.verified, all].filter(Boolean).map((line) => small(line)));
      }
      this.shadowRoot.replaceChildren(section);
    }
  };

  const KINDS = { wall: list, quote: list.bind(), carousel, badge };
  for (const [kind, draw] of Object.entries(KINDS)) {
    if (!customElements.get(`hark-${kind}`)) customElements.define(`hark-${kind}`, element(draw));
  }
  if (!home) return;
  const { show = "wall", quote, limit = 6 } = script.dataset;
  if (!KINDS[show]) return;
  const placed = make(`hark-${show}`);
  placed.setAttribute("src", quote ? `${home}/${quote}` : home);
  placed.setAttribute("limit", limit);
  script.after(placed);
})();
