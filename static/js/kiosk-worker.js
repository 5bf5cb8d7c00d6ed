/* Keeps a copy of the kiosk's page, and gives it out while the server cannot be reached. */
"use strict";
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { mode, url } = event.request;
  if (mode === "navigate" && new URL(url).pathname.endsWith("/kiosk")) event.respondWith(page(url));
});

async function page(url) {
  const shelf = await caches.open("hark-kiosk");
  try {
    const fresh = await fetch(url, { cache: "no-store" });
    if (fresh.ok) await shelf.put(url, fresh.clone());
    if (fresh.status < 500) return fresh;
  } catch { /* no network: the copy */ }
  return (await shelf.match(url)) || Response.error();
}
