/* Enlarged display (文字の拡大): what stands in the field at hand, large enough to tell one character from another
   while it is typed (STD-2.2.3). Alt+0 or the button in the bar opens and closes it; it stays open from page to page. */
(function () {
  "use strict";

  var KEPT = "daicho-enlarge";
  var field = null;
  var panel = null;
  var button = null;

  function isText(element) {
    return element.matches("textarea, input[type=text], input[type=search], input:not([type])");
  }

  function draw() {
    panel.textContent = field ? field.value : "";
    panel.hidden = button.getAttribute("aria-pressed") !== "true" || !panel.textContent;
  }

  function press(on) {
    button.setAttribute("aria-pressed", on ? "true" : "false");
    window.sessionStorage.setItem(KEPT, on ? "yes" : "");
    draw();
  }

  document.addEventListener("DOMContentLoaded", function () {
    panel = document.getElementById("enlarged");
    button = document.querySelector("[data-enlarge]");
    if (!panel || !button) return;
    button.addEventListener("click", function () {
      press(button.getAttribute("aria-pressed") !== "true");
      if (field) field.focus();
    });
    document.addEventListener("focusin", function (event) {
      if (event.target === button) return;
      field = isText(event.target) ? event.target : null;
      draw();
    });
    document.addEventListener("input", draw);
    document.addEventListener("change", draw);
    document.addEventListener("keydown", function (event) {
      if (!event.altKey || event.ctrlKey || event.key !== "0") return;
      event.preventDefault();
      press(button.getAttribute("aria-pressed") !== "true");
    });
    press(window.sessionStorage.getItem(KEPT) === "yes");
  });
})();
