/* Tells that a person, not a program, followed the link; the link works without this. */
for (const link of document.querySelectorAll("[data-look]")) {
  link.addEventListener("click", (event) => {
    if (event.isTrusted) navigator.sendBeacon(link.dataset.look);
  });
}
