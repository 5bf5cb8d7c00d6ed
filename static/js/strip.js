/* A row of links on a phone shows the one that is open, wherever it stands in the row. */
for (const row of document.querySelectorAll(".side nav, .tabs")) {
  const here = row.querySelector("[aria-current]");
  if (here && row.scrollWidth > row.clientWidth) here.scrollIntoView({ inline: "center", block: "nearest", behavior: "instant" });
}
