/* Choosing a character (文字を探す, STD-2.1.3): finds one that cannot be typed and puts it where the caret stood, in
   whatever text field was being filled in. Alt+- or the button in the bar opens it, with the selected character or the
   one before the caret as the first question. Arrow keys walk the candidates, Enter takes one, Esc closes. */
(function () {
  "use strict";

  var SVG = "http://www.w3.org/2000/svg";
  var field = null;
  var caret = [0, 0];
  var page = 1;
  var asked = 0;
  var parts = {};

  function isText(element) {
    return element.matches("textarea, input[type=text], input[type=search], input:not([type])") &&
      !element.readOnly && !element.disabled && !element.closest("#picker");
  }

  function remember(element) {
    field = element;
    caret = [element.selectionStart || 0, element.selectionEnd || 0];
  }

  /* The selected text, or the character before the caret with its selector. */
  function atCaret() {
    var chosen = field.value.slice(caret[0], caret[1]);
    if (chosen) return chosen;
    var before = field.value.slice(0, caret[0]).match(/[^\uFE00-\uFE0F\u{E0100}-\u{E01EF}][\uFE00-\uFE0F\u{E0100}-\u{E01EF}]?$/u);
    var found = before ? before[0] : "";
    /* A letter or a sound that stands there by chance is no question. */
    return /\p{Ideographic}/u.test(found) ? found : "";
  }

  function say(words) {
    if (window.daicho && window.daicho.say) window.daicho.say(words);
  }

  function open() {
    if (parts.dialog.open) return;
    if (!field || !field.isConnected) {
      say("文字を入れる欄を選んでから、もう一度押してください。");
      return;
    }
    var first = atCaret();
    parts.words.value = first;
    parts.strokes.value = "";
    parts.radical.value = "";
    clear();
    loadRadicals();
    parts.dialog.showModal();
    parts.words.focus();
    parts.words.select();
    ask(1);
  }

  function clear() {
    parts.grid.replaceChildren();
    parts.more.hidden = true;
  }

  function loadRadicals() {
    if (parts.radical.options.length > 1) return;
    window.fetch(parts.button.dataset.radicals, { credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : { options: [] };
    }).then(function (found) {
      found.options.forEach(function (option) {
        parts.radical.add(new window.Option(option.label, option.value));
      });
    }).catch(function () { /* Without the list the other ways remain. */ });
  }

  function ask(which) {
    var number = (asked += 1);
    var query = new URLSearchParams({
      q: parts.words.value.trim(),
      strokes: parts.strokes.value.trim(),
      radical: parts.radical.value,
      page: String(which),
    });
    parts.question = parts.words.value.trim();
    parts.status.textContent = "探しています…";
    return window.fetch(parts.button.dataset.picker + "?" + query, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (found) {
      if (number === asked) show(found, which);
    }).catch(function () {
      if (number !== asked) return;
      parts.status.textContent = "候補を取り出せませんでした。少し待ってから、もう一度探してください。";
    });
  }

  function show(found, which) {
    if (which === 1) clear();
    page = which;
    var first = null;
    found.options.forEach(function (option) {
      var item = draw(option);
      first = first || item;
      parts.grid.append(item);
    });
    parts.more.hidden = !found.more;
    parts.status.textContent = found.advice ||
      found.count + "字あります。矢印キーで選び、Enterで入れます。";
    var start = parts.grid.querySelector("[tabindex='0']");
    if (!start && parts.grid.firstElementChild) parts.grid.firstElementChild.tabIndex = 0;
    if (which > 1 && first) walk(first);
  }

  function draw(option) {
    var item = document.createElement("li");
    item.className = "picker-option";
    item.setAttribute("role", "option");
    item.tabIndex = -1;
    item.dataset.value = option.value;
    var notes = [option.codes, option.mj, option.strokes ? option.strokes + "画" : "", option.radical, option.readings];
    item.setAttribute("aria-label", [option.value].concat(notes).filter(Boolean).join(" "));
    item.append(shape(option));
    [option.codes, option.mj + (option.strokes ? "　" + option.strokes + "画" : ""), option.readings].forEach(function (words) {
      var line = document.createElement("span");
      line.className = "picker-note";
      line.textContent = words;
      item.append(line);
    });
    return item;
  }

  function shape(option) {
    if (!option.shape) {
      var plain = document.createElement("span");
      plain.className = "picker-glyph";
      plain.lang = "ja";
      plain.textContent = option.value;
      return plain;
    }
    var picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", "0 0 100 100");
    picture.setAttribute("class", "picker-shape");
    picture.setAttribute("aria-hidden", "true");
    var path = document.createElementNS(SVG, "path");
    path.setAttribute("d", option.shape);
    picture.append(path);
    return picture;
  }

  function walk(item) {
    if (!item) return;
    var before = parts.grid.querySelector("[tabindex='0']");
    if (before) before.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  function columns() {
    var items = parts.grid.children;
    var count = 1;
    while (count < items.length && items[count].offsetTop === items[0].offsetTop) count += 1;
    return count;
  }

  function step(item, key) {
    var items = Array.prototype.slice.call(parts.grid.children);
    var at = items.indexOf(item);
    var by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns() }[key];
    if (key === "Home") return items[0];
    if (key === "End") return items[items.length - 1];
    if (by === undefined) return null;
    return items[at + by] || item;
  }

  function take(item) {
    var value = item.dataset.value;
    var text = field.value;
    var from = caret[0];
    /* The character before the caret gives way to the chosen one if it was what was asked about. */
    if (parts.asked && parts.question === parts.asked && caret[0] === caret[1] && text.slice(0, from).endsWith(parts.asked)) from -= parts.asked.length;
    field.value = text.slice(0, from) + value + text.slice(caret[1]);
    /* Closing gives the field its focus back, and with it a caret at its beginning. */
    parts.dialog.close();
    field.focus();
    field.setSelectionRange(from + value.length, from + value.length);
    remember(field);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    say(value + "を入れました。");
  }

  function pressed(event) {
    var item = event.target.closest(".picker-option");
    if (event.isComposing) return;
    if (item && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      take(item);
    } else if (item) {
      var to = step(item, event.key);
      if (!to) return;
      event.preventDefault();
      walk(to);
    } else if (event.key === "ArrowDown" && event.target === parts.words && parts.grid.firstElementChild) {
      event.preventDefault();
      walk(parts.grid.querySelector("[tabindex='0']") || parts.grid.firstElementChild);
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    parts.dialog = document.getElementById("picker");
    parts.button = document.querySelector("[data-picker]");
    if (!parts.dialog || !parts.button) return;
    ["form", "words", "strokes", "radical", "status", "grid", "more", "close"].forEach(function (name) {
      parts[name] = document.getElementById("picker-" + name);
    });
    document.addEventListener("focusin", function (event) {
      if (isText(event.target)) remember(event.target);
    });
    /* The field that a page opens with had the focus before anybody listened. */
    if (isText(document.activeElement)) remember(document.activeElement);
    ["keyup", "mouseup", "input"].forEach(function (what) {
      document.addEventListener(what, function (event) {
        if (event.target === field) remember(field);
      });
    });
    parts.button.addEventListener("click", function () { begin(); });
    document.addEventListener("keydown", function (event) {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
      if (event.code !== "Minus" && event.key !== "-") return;
      event.preventDefault();
      begin();
    });
    parts.form.addEventListener("submit", function (event) {
      event.preventDefault();
      ask(1);
    });
    parts.more.addEventListener("click", function () { ask(page + 1); });
    parts.close.addEventListener("click", function () { parts.dialog.close(); });
    parts.dialog.addEventListener("close", function () { if (field) field.focus(); });
    parts.dialog.addEventListener("keydown", pressed);
    parts.grid.addEventListener("click", function (event) {
      var item = event.target.closest(".picker-option");
      if (item) take(item);
    });
  });

  function begin() {
    if (isText(document.activeElement)) remember(document.activeElement);
    parts.asked = field && field.isConnected && caret[0] === caret[1] ? atCaret() : "";
    open();
  }
})();
