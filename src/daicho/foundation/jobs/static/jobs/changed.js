/* Marks each parameter that differs from the last time while it is typed; the server marks the same when it draws. */
(function () {
  "use strict";

  function value(box) {
    var chosen = box.querySelector("input:checked, select, input[type=text], input:not([type])");
    return chosen ? chosen.value.trim() : "";
  }

  function mark(box) {
    box.classList.toggle("changed", value(box) !== box.dataset.before);
  }

  function changed(event) {
    var box = event.target.closest ? event.target.closest("[data-before]") : null;
    if (box) mark(box);
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
})();
