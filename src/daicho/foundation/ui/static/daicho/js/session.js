/* The unattended screen: after some idle seconds the session is locked by the server, and a shown
   number turns back into a mask when its time is over. */
(function () {
  "use strict";

  var LAST_ACT = "daicho-last-act";
  var WARN_BEFORE = 30;

  /* Idle time is shared by the tabs of one browser: working in one keeps the other open. */
  function idleSeconds() {
    return (Date.now() - Number(window.localStorage.getItem(LAST_ACT) || 0)) / 1000;
  }

  function watch(form) {
    var limit = Number(form.dataset.lockAfter);
    var warned = false;
    var written = 0;

    function active() {
      var now = Date.now();
      if (now - written < 1000) return;
      written = now;
      window.localStorage.setItem(LAST_ACT, String(now));
      if (warned) window.daicho.say("");
      warned = false;
    }

    function look() {
      var left = limit - idleSeconds();
      if (left <= 0) {
        window.daicho.leaveWithoutAsking();
        document.body.hidden = true;
        window.clearInterval(timer);
        form.submit();
      } else if (left <= Math.min(WARN_BEFORE, limit / 2) && !warned) {
        warned = true;
        window.daicho.say(
          "操作がないため、まもなく画面をロックします。続けるには、どれかのキーを押してください。" +
          (window.daicho.isDirty() ? "保存していない入力は失われます。" : ""));
      }
    }

    active();
    ["keydown", "pointerdown", "wheel", "input"].forEach(function (kind) {
      document.addEventListener(kind, active, { passive: true, capture: true });
    });
    document.addEventListener("visibilitychange", look);
    var timer = window.setInterval(look, 1000);
  }

  function mask(element) {
    var holder = element.closest("[data-masked]");
    element.textContent = element.dataset.mask || "••••••••";
    element.removeAttribute("data-remask-seconds");
    element.removeAttribute("data-remask-until");
    if (!holder) return;
    var focused = holder.contains(document.activeElement);
    holder.querySelectorAll("[data-when]").forEach(function (button) {
      button.hidden = button.dataset.when !== "masked";
    });
    var show = holder.querySelector('[data-when="masked"]');
    if (focused && show) show.focus();
  }

  function maskAfter(element) {
    if (element.dataset.remaskUntil) return;
    element.dataset.remaskUntil = String(Date.now() + Number(element.dataset.remaskSeconds) * 1000);
  }

  function maskWhatIsDue() {
    document.querySelectorAll("[data-remask-seconds]").forEach(function (element) {
      maskAfter(element);
      if (Date.now() < Number(element.dataset.remaskUntil)) return;
      mask(element);
      window.daicho.say("表示の時間が過ぎたため、伏せ字に戻しました。");
    });
  }

  document.addEventListener("click", function (event) {
    var hide = event.target.closest("[data-mask-now]");
    if (!hide) return;
    var holder = hide.closest("[data-masked]");
    holder.querySelectorAll("[data-remask-seconds]").forEach(mask);
  });

  /* The pressed button is gone once the number has come: its opposite takes the focus. */
  document.addEventListener("htmx:load", function (event) {
    var hide = event.target.matches("[data-masked]") && event.target.querySelector("[data-mask-now]");
    if (hide) hide.focus();
    maskWhatIsDue();
  });

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("form[data-lock-after]");
    if (form && Number(form.dataset.lockAfter) > 0) watch(form);
    window.setInterval(maskWhatIsDue, 500);
    maskWhatIsDue();
  });
  document.addEventListener("visibilitychange", maskWhatIsDue);
})();
