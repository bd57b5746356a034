/* A passkey that fails says so in words on the page, not in the console. */
(function () {
  "use strict";
  document.addEventListener("allauth.error", function (event) {
    var words = document.querySelector("[data-passkey-trouble]");
    if (!words) return;
    event.preventDefault();
    words.hidden = false;
  });
})();
