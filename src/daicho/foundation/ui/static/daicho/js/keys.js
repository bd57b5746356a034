/* The keyboard: / look-up, ? help, F1 the manual, Ctrl+Enter submits, Alt+1..9 menu. Keys of one character can be
   switched off in the help dialog (WCAG 2.1.4), which is remembered on this terminal. */
(function () {
  "use strict";

  var SINGLE_KEYS = "daicho-single-keys";

  function singleKeys() {
    return window.localStorage.getItem(SINGLE_KEYS) !== "off";
  }

  function typing(target) {
    return target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  }

  function lookUp() {
    var field = document.querySelector("input[data-lookup]");
    if (field) {
      field.focus();
      field.select();
      return true;
    }
    var link = document.querySelector("a[data-lookup]");
    if (link) link.click();
    return Boolean(link);
  }

  function openHelp() {
    var dialog = document.getElementById("keys-dialog");
    if (!dialog) return false;
    dialog.showModal();
    return true;
  }

  /* In a tab of its own, so that what is being typed here stays. */
  function openManual() {
    var link = document.querySelector("a[data-help]");
    if (link) link.click();
    return Boolean(link);
  }

  function submitMain() {
    var here = document.activeElement && document.activeElement.closest("form[data-main]");
    var form = here || document.querySelector("form[data-main]");
    if (!form) return false;
    var button = form.querySelector("button[data-default]");
    form.requestSubmit(button || undefined);
    return true;
  }

  function openMenu(number) {
    var link = document.querySelector('.menu-link[data-key="' + number + '"]');
    if (link) link.click();
    return Boolean(link);
  }

  function act(event) {
    if (event.altKey && !event.ctrlKey && !event.metaKey) {
      var digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
      return Boolean(digit) && openMenu(digit[1]);
    }
    if (event.key === "F1" && !event.ctrlKey && !event.metaKey && !event.shiftKey) return openManual();
    if (event.ctrlKey && event.key === "Enter") return submitMain();
    if (event.ctrlKey || event.metaKey || typing(event.target) || !singleKeys()) return false;
    if (document.querySelector("dialog[open]")) return false;
    if (event.key === "/") return lookUp();
    if (event.key === "?") return openHelp();
    return false;
  }

  document.addEventListener("keydown", function (event) {
    /* While a Japanese input method composes, every key belongs to it. */
    if (event.isComposing || event.repeat) return;
    if (act(event)) event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-open-keys]")) openHelp();
  });

  document.addEventListener("DOMContentLoaded", function () {
    var choice = document.getElementById("keys-single");
    if (!choice) return;
    choice.checked = singleKeys();
    choice.addEventListener("change", function () {
      window.localStorage.setItem(SINGLE_KEYS, choice.checked ? "on" : "off");
    });
  });
})();
