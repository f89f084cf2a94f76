/* A chart as a PNG: made here of the SVG that the server gives, twice as fine as a screen. */

const FINE = 2;

async function pngOf(address) {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = FINE * picture.naturalWidth;
  canvas.height = FINE * picture.naturalHeight;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function keep(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function offer() {
  for (const link of document.querySelectorAll("[data-png][hidden]")) {
    link.hidden = false;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      pngOf(link.href).then((file) => keep(file, `bleedlog-${link.dataset.png}.png`));
    });
  }
}

offer();
document.addEventListener("counted", offer);
