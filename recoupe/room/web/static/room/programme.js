// What the clock of this device says goes along with what is written down, so that a wrong one is noticed.
"use strict";
for (const form of document.querySelectorAll("form[data-device]")) {
  form.addEventListener("submit", () => {
    form.querySelector("input[name=device]").value = new Date().toISOString();
  });
}
