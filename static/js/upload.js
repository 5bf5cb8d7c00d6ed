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
      error.textContent = `The file has ${size} MB; up to 100 MB are taken. Split it and upload the parts one by one.`;
    }
    error.hidden = !tooLarge;
    return !tooLarge;
  };
  file.addEventListener("change", check);
  form.addEventListener("submit", (event) => {
    if (!check()) event.preventDefault();
  });
}
