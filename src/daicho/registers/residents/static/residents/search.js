/* The list of residents by keyboard: the first takes the focus when it comes, ↑ ↓ move, Enter opens. */
(function () {
  "use strict";

  function results() {
    return Array.from(document.querySelectorAll("[data-result]"));
  }

  function focusFirst() {
    var first = document.querySelector("#results [data-result], #results [data-nobody], #results .error-summary");
    if (first) first.focus();
  }

  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.target.id === "results") focusFirst();
  });

  document.addEventListener("DOMContentLoaded", focusFirst);

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    var list = results();
    var at = list.indexOf(document.activeElement);
    if (at < 0 && !(event.key === "ArrowDown" && document.activeElement.matches("[data-lookup]"))) return;
    var next = event.key === "ArrowDown" ? at + 1 : at - 1;
    var box = document.querySelector("[data-lookup]");
    if (next >= 0 && next < list.length) list[next].focus();
    else if (next < 0 && box) box.focus();
    else return;
    event.preventDefault();
  });
})();
