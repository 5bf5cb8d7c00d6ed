// Follow a job: move its bar, and load the page anew when it has ended.
const number = new Intl.NumberFormat(document.documentElement.lang);

for (const place of document.querySelectorAll("[data-progress]")) {
  const bar = place.querySelector("[role=progressbar]");
  const rect = place.querySelector("rect");
  const words = place.querySelector("[data-words]");
  const follow = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return location.reload();
      const { done, total, working } = await answer.json();
      if (!working) return location.reload();
      if (total) {
        rect.setAttribute("width", `${Math.min(100, (100 * done) / total)}%`);
        bar.setAttribute("aria-valuenow", done);
        bar.setAttribute("aria-valuemax", total);
      }
      if (done) words.textContent = place.dataset.read.replace("{n}", number.format(done));
    } catch {
      // The server is away for a moment: ask again.
    }
    setTimeout(follow, 1000);
  };
  setTimeout(follow, 700);
}
