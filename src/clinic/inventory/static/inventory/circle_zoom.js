/* The circle drawn larger and smaller, and as a picture to take away. */
"use strict";

(() => {
  const SIZES = ["", "larger", "largest"];
  let size = 0;
  function zoom(step) {
    const frame = document.querySelector("[data-frame]");
    if (!frame) return;
    size = Math.min(SIZES.length - 1, Math.max(0, size + step));
    frame.classList.remove("larger", "largest");
    if (SIZES[size]) frame.classList.add(SIZES[size]);
    frame.tabIndex = size ? 0 : -1;
    frame.scrollTo((frame.scrollWidth - frame.clientWidth) / 2, (frame.scrollHeight - frame.clientHeight) / 2);
    document.querySelectorAll("[data-smaller]").forEach((one) => { one.disabled = size === 0; });
    document.querySelectorAll("[data-larger]").forEach((one) => { one.disabled = size === SIZES.length - 1; });
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-larger]")) zoom(1);
    if (event.target.closest("[data-smaller]")) zoom(-1);
    const png = event.target.closest("[data-png]");
    if (png) { event.preventDefault(); picture(); }
  });

  async function picture() {
    const source = document.querySelector("[data-svg]");
    const drawn = await (await fetch(source.href)).text();
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 2400 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = "circle.png";
    link.href = canvas.toDataURL("image/png");
    link.click();
  }

  window.circleZoom = zoom;
})();
