/* Forms: one submission only, a warning before typed words are lost, blocks that come and go, the
   first thing to read after a page opens. Everything works without this file but less kindly. */
(function () {
  "use strict";

  var dirty = false;
  var leaving = false;

  function say(words) {
    var place = document.getElementById("toast");
    if (!place) return;
    place.textContent = words;
    window.clearTimeout(say.timer);
    say.timer = window.setTimeout(function () { place.textContent = ""; }, 8000);
  }

  function release(form) {
    delete form.dataset.submitting;
    form.querySelectorAll("[data-held]").forEach(function (button) {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("data-held");
    });
  }

  function releaseAll() {
    document.querySelectorAll("form[data-submitting]").forEach(release);
  }

  function hold(form) {
    form.dataset.submitting = "yes";
    form.querySelectorAll("button[type=submit], button:not([type])").forEach(function (button) {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("data-held", "");
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.submitting) {
      event.preventDefault();
      say("送信しています。そのままお待ちください。");
      return;
    }
    leaving = form.matches("[data-guard]") || leaving;
    if (form.matches("[data-many], [target=_blank]")) return;
    if (!form.matches("[hx-post], [hx-get], [hx-put], [hx-patch], [hx-delete]")) hold(form);
  });

  window.addEventListener("pageshow", function () {
    leaving = false;
    releaseAll();
  });

  function touched(event) {
    if (event.target.closest && event.target.closest("form[data-guard]")) dirty = true;
  }
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);
  window.addEventListener("beforeunload", function (event) {
    if (!dirty || leaving) return;
    event.preventDefault();
    /* Who chooses to stay must be able to send again. */
    window.setTimeout(releaseAll, 1500);
  });

  /* A button that adds a block asks the server with the next free index; gaps are allowed. */
  document.addEventListener("htmx:configRequest", function (event) {
    var button = event.target;
    if (!button.dataset || button.dataset.nextIndex === undefined) return;
    event.detail.parameters.index = button.dataset.nextIndex;
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    var button = event.target;
    if (!button.dataset || button.dataset.nextIndex === undefined || !event.detail.successful) return;
    button.dataset.nextIndex = String(Number(button.dataset.nextIndex) + 1);
    dirty = dirty || Boolean(button.closest("form[data-guard]"));
    var list = document.querySelector(button.getAttribute("hx-target"));
    var block = list && list.lastElementChild;
    var first = block && block.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
    say("追加しました。");
  });

  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target : null;
    if (!target) return;
    var remove = target.closest("[data-remove-block]");
    if (remove) {
      var block = remove.closest("[data-block]");
      var list = block.parentElement;
      var near = block.previousElementSibling || block.nextElementSibling;
      dirty = dirty || Boolean(block.closest("form[data-guard]"));
      block.remove();
      var next = near && near.querySelector("[data-remove-block]");
      next = next || document.querySelector('[hx-target="#' + list.id + '"]');
      if (next) next.focus();
      say("取り除きました。");
    }
    if (target.closest("[aria-disabled=true]")) event.preventDefault();
  });

  document.addEventListener("htmx:responseError", function (event) {
    var words = event.detail.xhr.getResponseHeader("X-Daicho-Message");
    say(words ? decodeURIComponent(words) : "処理できませんでした。画面を開き直して、もう一度操作してください。");
  });
  document.addEventListener("htmx:sendError", function () {
    say("サーバーとつながりません。入力はそのまま残っています。少し待ってから、もう一度操作してください。");
  });

  document.addEventListener("DOMContentLoaded", function () {
    dirty = Boolean(document.querySelector("form[data-guard=dirty]"));
    var first = document.querySelector("[data-focus-on-load]");
    if (first) first.focus();
  });

  window.daicho = {
    say: say,
    leaveWithoutAsking: function () { leaving = true; },
    isDirty: function () { return dirty; },
  };
})();
