/* Printing a screen (画面の印刷): first on the trail, then on paper. A print that did not come this way is blank but
   for a sentence (print.css), for the browser's own printing leaves no entry. */
(function () {
  "use strict";

  function token() {
    try {
      return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
    } catch (error) {
      return "";
    }
  }

  function say(words) {
    if (window.daicho && window.daicho.say) window.daicho.say(words);
  }

  function onPaper() {
    document.body.dataset.printing = "";
    window.print();
  }

  function print() {
    var url = document.body.dataset.printUrl;
    if (!url) return window.print();
    var what = new URLSearchParams({
      path: window.location.pathname,
      title: document.title,
      numbers: document.querySelector("[data-remask-until], [data-remask-seconds]") ? "on" : "",
    });
    return fetch(url, { method: "POST", headers: { "X-CSRFToken": token() }, body: what, redirect: "manual" })
      .then(function (answer) {
        if (answer.status === 204) return onPaper();
        return say("印刷を記録できなかったため、印刷していません。画面を開き直して、もう一度操作してください。");
      })
      .catch(function () {
        say("サーバーとつながらず、印刷を記録できません。少し待ってから、もう一度操作してください。");
      });
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print]")) print();
  });
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "p") {
      event.preventDefault();
      print();
    }
  });
  window.addEventListener("afterprint", function () {
    delete document.body.dataset.printing;
  });
})();
