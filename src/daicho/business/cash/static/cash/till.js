/* The till: the change as the amount is typed, the fields of the method that is chosen, totals of notes and coins.
   The server reckons everything again; without this file nothing is lost but speed. */
(function () {
  "use strict";

  function number(text) {
    var plain = text.normalize("NFKC").replace(/[^0-9]/g, "");
    return plain === "" ? null : Number(plain);
  }

  function words(yen) {
    return (yen < 0 ? "−" : "") + Math.abs(yen).toLocaleString("ja-JP") + "円";
  }

  function reckonChange(form) {
    var due = Number(form.dataset.due);
    var typed = form.querySelector("[name=tendered_yen]");
    var box = form.querySelector("[data-change]");
    if (!typed || !box) return;
    var handed = number(typed.value);
    var figure = box.closest(".till-figure");
    var short = handed !== null && handed < due;
    figure.classList.toggle("short", short);
    figure.querySelector(".name").textContent = short ? "不足" : "お釣り";
    box.textContent = handed === null ? "—" : words(Math.abs(handed - due));
  }

  function showMethod(form) {
    var chosen = form.querySelector("[name=method]:checked");
    var place = chosen ? chosen.dataset.place : "cash";
    form.querySelectorAll("[data-for]").forEach(function (part) {
      part.hidden = part.dataset.for.split(" ").indexOf(place) < 0;
    });
  }

  function reckonPieces(form) {
    var sum = 0;
    form.querySelectorAll("[data-face]").forEach(function (input) {
      var yen = Number(input.dataset.face) * (number(input.value) || 0);
      sum += yen;
      input.closest("tr").querySelector("[data-subtotal]").textContent = words(yen);
    });
    var should = Number(form.dataset.should);
    form.querySelector("[data-counted]").textContent = words(sum);
    form.querySelector("[data-over]").textContent =
      sum === should ? "合っています" : words(sum - should) + (sum > should ? "（過）" : "（不足）");
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-due]").forEach(function (form) {
      form.addEventListener("input", function () { reckonChange(form); });
      form.addEventListener("change", function () { showMethod(form); });
      reckonChange(form);
      showMethod(form);
    });
    document.querySelectorAll("form[data-should]").forEach(function (form) {
      form.addEventListener("input", function () { reckonPieces(form); });
      reckonPieces(form);
    });
    /* Enter in the counting goes to the next kind, as on a cash register. */
    document.querySelectorAll("[data-face]").forEach(function (input, at, all) {
      input.addEventListener("keydown", function (event) {
        if (event.key !== "Enter" || event.isComposing || event.ctrlKey) return;
        event.preventDefault();
        if (all[at + 1]) all[at + 1].focus();
      });
    });
  });
})();
