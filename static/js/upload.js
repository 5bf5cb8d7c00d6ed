// A file that the server would refuse for its size is refused before it is sent.
const LARGEST = 100 * 1024 * 1024;

for (const form of document.querySelectorAll("[data-upload]")) {
  const file = form.querySelector("input[type=file]");
  const error = form.querySelector(".error[role=alert]");
  const check = () => {
    const chosen = file.files[0];
    const tooLarge = chosen && chosen.size > LARGEST;
    if (tooLarge) {
      const size = Math.ceil(chosen.size / 1024 / 1024);
      error.textContent = form.dataset.large.replace("{n}", size.toLocaleString(document.documentElement.lang));
    }
    error.hidden = !tooLarge;
    return !tooLarge;
  };
  file.addEventListener("change", check);
  form.addEventListener("submit", (event) => {
    if (!check()) event.preventDefault();
  });
}
