/* Shows what a theme catches while its words are typed; the button does the same without this. */
const form = document.querySelector("[data-trying]");
const wait = 500;
let timer, asked;

async function look() {
  const trial = document.getElementById("trial");
  asked?.abort();
  asked = new AbortController();
  trial.setAttribute("aria-busy", "true");
  try {
    const reply = await fetch(form.action, { method: "POST", body: new FormData(form), signal: asked.signal, headers: { Accept: "text/html" } });
    if (!reply.ok) return;
    // Its own style carries a nonce of its own, which this page's policy would report.
    const text = (await reply.text()).replace(/<style[^]*?<\/style>/g, "");
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("trial");
    if (fresh) document.getElementById("trial").replaceWith(document.adoptNode(fresh));
  } catch {
    /* The server is away, or something newer is being looked at: what stands here stays. */
  } finally {
    document.getElementById("trial").removeAttribute("aria-busy");
  }
}

form?.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  clearTimeout(timer);
  timer = setTimeout(look, wait);
});
