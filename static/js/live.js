/* Keeps [data-live] parts of a page as they are on the server, until one says it is finished;
   where one is gone, the page is shown anew. */
const every = 3000;

async function refresh() {
  const parts = [...document.querySelectorAll("[data-live]")];
  if (!parts.some((part) => part.dataset.live === "going")) return;
  if (document.hidden || parts.some((part) => part.contains(document.activeElement))) {
    setTimeout(refresh, every);
    return;
  }
  try {
    const reply = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (reply.ok) {
      // Its own style carries a nonce of its own, which this page's policy would report.
      const text = (await reply.text()).replace(/<style[^]*?<\/style>/g, "");
      const fresh = new DOMParser().parseFromString(text, "text/html");
      for (const part of parts) {
        const next = fresh.getElementById(part.id);
        if (next) part.replaceWith(document.adoptNode(next));
        else if (document.activeElement === document.body) return location.reload(); // it is done
      }
    }
  } catch {
    /* The server is away for a moment: what stands here stays, and we ask again. */
  }
  setTimeout(refresh, every);
}

setTimeout(refresh, every);
