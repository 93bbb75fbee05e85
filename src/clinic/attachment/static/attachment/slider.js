/* A slider beside a number from 1 to 7. The number field is what is sent; without this script it is all there is.
   Until something is chosen the slider stands in the middle and the field stays empty: nothing is placed by itself. */
"use strict";

document.querySelectorAll("input[data-slider]").forEach((field) => {
  const slider = document.createElement("input");
  slider.type = "range";
  slider.className = "slider";
  slider.min = field.min;
  slider.max = field.max;
  slider.step = field.step;
  slider.setAttribute("aria-label", field.labels[0].textContent.trim());
  const describedBy = field.getAttribute("aria-describedby");
  if (describedBy) slider.setAttribute("aria-describedby", describedBy);

  const follow = () => {
    const chosen = field.value !== "" && field.validity.valid;
    slider.toggleAttribute("data-set", chosen);
    slider.value = chosen ? field.value : (Number(field.min) + Number(field.max)) / 2;
  };

  slider.addEventListener("input", () => {
    field.value = slider.value;
    slider.toggleAttribute("data-set", true);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", () => { if (document.activeElement !== slider) follow(); });
  field.after(slider);
  follow();
});
