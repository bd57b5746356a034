/* Type-ahead (候補入力), after the ARIA 1.2 pattern "editable combobox with list autocomplete".
   The endpoint gets ?q=… and answers {"options": [{"value", "label", "note", "more"}]}. The visible input carries
   the words, the hidden one the chosen value; typing again takes the choice back. Without a hidden input the words
   themselves are kept and the list only offers: it opens empty with ↓, tells the endpoint the inputs named in
   data-beside, and goes on to the next stage after an option with "more". */
(function () {
  "use strict";

  var WAIT = 180;

  function Combobox(root) {
    this.root = root;
    this.input = root.querySelector("[role=combobox]");
    this.value = root.querySelector("input[type=hidden]");
    this.list = root.querySelector("[role=listbox]");
    this.status = root.querySelector("[role=status]");
    this.url = root.dataset.combobox;
    this.asked = 0;
    this.current = -1;
    this.timer = 0;
    this.input.addEventListener("input", this.typed.bind(this));
    /* The last input event of a Japanese conversion still counts as composing: ask when it ends. */
    this.input.addEventListener("compositionend", this.typed.bind(this));
    this.input.addEventListener("keydown", this.pressed.bind(this));
    this.input.addEventListener("blur", this.close.bind(this));
    if (root.dataset.beside) this.input.addEventListener("focus", this.ask.bind(this));
    this.list.addEventListener("mousedown", this.pointed.bind(this));
  }

  Combobox.prototype.isOpen = function () {
    return this.input.getAttribute("aria-expanded") === "true";
  };

  Combobox.prototype.close = function () {
    window.clearTimeout(this.timer);
    this.asked += 1;
    this.list.hidden = true;
    this.current = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  };

  Combobox.prototype.typed = function (event) {
    if (this.value) this.value.value = "";
    if (event.isComposing) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(this.ask.bind(this), WAIT);
  };

  Combobox.prototype.ask = function () {
    var box = this;
    var words = this.input.value.trim();
    var number = (this.asked += 1);
    if (!words && this.value) return this.close();
    var mark = this.url.indexOf("?") < 0 ? "?" : "&";
    return window.fetch(this.url + mark + "q=" + encodeURIComponent(words) + this.beside(), {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (found) {
      /* An answer that a later key has overtaken is dropped. */
      if (number === box.asked) box.show(found.options);
    }).catch(function () {
      if (number !== box.asked) return;
      box.close();
      box.status.textContent = "候補を取り出せませんでした。そのまま入力を続けられます。";
    });
  };

  Combobox.prototype.beside = function () {
    var form = this.input.form;
    return (this.root.dataset.beside || "").split(" ").filter(Boolean).map(function (pair) {
      var at = pair.indexOf("=");
      var other = form && form.elements.namedItem(pair.slice(at + 1));
      return "&" + pair.slice(0, at) + "=" + encodeURIComponent(other ? other.value : "");
    }).join("");
  };

  Combobox.prototype.show = function (options) {
    var box = this;
    this.list.replaceChildren();
    options.forEach(function (option, index) {
      var item = document.createElement("li");
      item.id = box.list.id + "-" + index;
      item.className = "option";
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.value = option.value;
      item.dataset.label = option.label;
      if (option.more) item.dataset.more = "yes";
      var label = document.createElement("span");
      label.textContent = option.label;
      item.append(label);
      if (option.note) {
        var note = document.createElement("span");
        note.className = "option-note";
        note.textContent = option.note;
        item.append(note);
      }
      box.list.append(item);
    });
    this.current = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", options.length ? "true" : "false");
    this.status.textContent = options.length ? "候補が" + options.length + "件あります。" : "候補はありません。";
  };

  Combobox.prototype.move = function (to) {
    var items = this.list.children;
    if (!items.length) return;
    if (this.current >= 0) items[this.current].setAttribute("aria-selected", "false");
    this.current = (to + items.length) % items.length;
    var item = items[this.current];
    item.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };

  Combobox.prototype.choose = function (item) {
    this.input.value = item.dataset.label;
    if (this.value) this.value.value = item.dataset.value;
    this.close();
    this.status.textContent = item.dataset.label + "を選びました。";
    (this.value || this.input).dispatchEvent(new Event("change", { bubbles: true }));
    if (item.dataset.more) this.ask();
  };

  Combobox.prototype.pointed = function (event) {
    var item = event.target.closest("[role=option]");
    event.preventDefault();
    if (item) this.choose(item);
  };

  Combobox.prototype.pressed = function (event) {
    if (event.isComposing || event.ctrlKey) return;
    var handled = true;
    if (event.key === "ArrowDown") {
      if (this.isOpen()) this.move(this.current + 1);
      else this.ask();
    } else if (event.key === "ArrowUp" && this.isOpen()) {
      this.move(this.current < 0 ? -1 : this.current - 1);
    } else if (event.key === "Enter" && this.isOpen() && this.current >= 0) {
      this.choose(this.list.children[this.current]);
    } else if (event.key === "Escape" && this.isOpen()) {
      this.close();
    } else {
      handled = false;
    }
    if (handled) event.preventDefault();
  };

  function attach(scope) {
    scope.querySelectorAll("[data-combobox]").forEach(function (root) {
      if (root.dataset.ready) return;
      root.dataset.ready = "yes";
      new Combobox(root);
    });
  }

  document.addEventListener("DOMContentLoaded", function () { attach(document); });
  document.addEventListener("htmx:load", function (event) { attach(event.target); });
})();
