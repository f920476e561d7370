/* Runs at each side of each card, in a page that all cards share: nothing global, no listeners on the document. */
(function () {
  "use strict";
  var pages = document.querySelectorAll(".qz");
  var root = pages[pages.length - 1];
  if (!root || root.getAttribute("data-ready")) { return; }
  root.setAttribute("data-ready", "yes");

  var KEY = "quizgen.answer";
  var NAME = root.getAttribute("data-note") + "/" + root.getAttribute("data-card");
  var front = root.getAttribute("data-side") === "front";

  function stores() {
    return [
      function () { return window.sessionStorage; },
      function () { return window.localStorage; },
      function () {
        window.quizgenAnswer = window.quizgenAnswer || {};
        return {
          getItem: function (key) { return window.quizgenAnswer[key] || null; },
          setItem: function (key, value) { window.quizgenAnswer[key] = value; }
        };
      }
    ];
  }
  function save(answer) {
    stores().forEach(function (store) {
      try { store().setItem(KEY, JSON.stringify({ card: NAME, answer: answer })); } catch (error) { /* private mode */ }
    });
  }
  function load() {
    var found = null;
    stores().forEach(function (store) {
      if (found !== null) { return; }
      try {
        var saved = JSON.parse(store().getItem(KEY) || "null");
        if (saved && saved.card === NAME) { found = saved.answer; }
      } catch (error) { /* nothing was kept */ }
    });
    return found;
  }
  function all(selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  function number(element, name) { return parseInt(element.getAttribute("data-" + name), 10); }
  function note(parent, name, text) {
    var line = document.createElement("p");
    line.className = name;
    line.textContent = text;
    parent.appendChild(line);
  }
  function verdict(right, text) {
    var line = root.querySelector(".qz-verdict");
    if (!line) { return; }
    line.hidden = false;
    line.className = "qz-verdict" + (right === null ? "" : right ? " qz-good" : " qz-bad");
    line.textContent = (right === null ? "" : right ? "\u2713 " : "\u2717 ") + text;
  }
  function pressable(element, role, act) {
    element.setAttribute("role", role);
    element.setAttribute("aria-checked", "false");
    element.tabIndex = 0;
    element.addEventListener("click", function (event) {
      if (!event.target.closest || !event.target.closest("a")) { act(); }
    });
    element.addEventListener("keydown", function (event) {
      if (event.key === " " || event.key === "Enter") {
        event.preventDefault();
        event.stopPropagation();
        act();
      }
    });
  }
  function checked(element) { return element.getAttribute("aria-checked") === "true"; }

  function chooseFront() {
    var list = root.querySelector(".qz-options");
    if (!list) { return; }
    var multiple = list.getAttribute("data-multiple") === "true";
    var options = all(".qz-options > li");
    list.setAttribute("role", multiple ? "group" : "radiogroup");
    options.forEach(function (option) {
      pressable(option, multiple ? "checkbox" : "radio", function () {
        var on = multiple ? !checked(option) : true;
        if (!multiple) { options.forEach(function (other) { other.setAttribute("aria-checked", "false"); }); }
        option.setAttribute("aria-checked", on ? "true" : "false");
        save(options.filter(checked).map(function (each) { return number(each, "option"); }));
      });
    });
  }
  function chooseBack(answer) {
    var wrong = 0;
    all(".qz-options > li").forEach(function (option) {
      var picked = answer.indexOf(number(option, "option")) !== -1;
      var key = option.classList.contains("qz-key");
      if (picked !== key) { wrong += 1; }
      if (picked) {
        option.classList.add("qz-picked");
        option.querySelector(".qz-mark").textContent = key ? "\u2713 right, your choice" : "\u2717 wrong, your choice";
      } else if (key) {
        option.querySelector(".qz-mark").textContent = "\u2713 right, not chosen";
      }
    });
    verdict(wrong === 0, wrong === 0 ? "Right" : "Not right");
  }

  function orderFront() {
    var list = root.querySelector(".qz-steps");
    if (!list) { return; }
    function steps() { return all(".qz-steps > li"); }
    function refresh() {
      var items = steps();
      items.forEach(function (item, place) {
        item.querySelector(".qz-up").disabled = place === 0;
        item.querySelector(".qz-down").disabled = place === items.length - 1;
        item.querySelector(".qz-letter").textContent = String(place + 1);
      });
    }
    function move(item, by, button) {
      var items = steps();
      var place = items.indexOf(item) + by;
      if (place < 0 || place >= items.length) { return; }
      list.insertBefore(item, by < 0 ? items[place] : items[place].nextSibling);
      refresh();
      save(steps().map(function (each) { return number(each, "step"); }));
      (button.disabled ? button.parentNode.querySelector("button:not(:disabled)") : button).focus();
    }
    function mover(item, sign, label, by) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = by < 0 ? "qz-up" : "qz-down";
      button.textContent = sign;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", function () { move(item, by, button); });
      return button;
    }
    steps().forEach(function (item) {
      var place = document.createElement("span");
      place.className = "qz-letter";
      item.insertBefore(place, item.firstChild);
      var box = document.createElement("div");
      box.className = "qz-move";
      box.appendChild(mover(item, "\u2191", "Move up", -1));
      box.appendChild(mover(item, "\u2193", "Move down", 1));
      item.appendChild(box);
    });
    refresh();
  }
  function orderBack(answer) {
    var wrong = 0;
    var list = root.querySelector(".qz-steps");
    var free = JSON.parse(list && list.getAttribute("data-free") || "[]");
    var yours = all(".qz-steps > li").map(function (step) { return answer.indexOf(number(step, "step")); });
    function isFree(a, b) {
      return free.some(function (pair) { return pair.indexOf(a + 1) !== -1 && pair.indexOf(b + 1) !== -1; });
    }
    /* A step is wrong if it was put on the wrong side of one of which it is not free. */
    all(".qz-steps > li").forEach(function (step, place) {
      var before = 0, after = 0, astray = -1;
      yours.forEach(function (theirs, other) {
        if (other === place || isFree(place, other)) { return; }
        if (other < place) { before += 1; } else { after += 1; }
        if (astray < 0 && (other < place) !== (theirs < yours[place])) { astray = other; }
      });
      if (astray < 0) { return; }
      wrong += 1;
      step.classList.add("qz-moved");
      var within = yours[place] >= before && yours[place] < yours.length - after;
      var where = within ? (astray < place ? "before " : "after ") + (astray + 1) : "at " + (yours[place] + 1);
      note(step.querySelector(".qz-text"), "qz-yours", "\u2717 you put it " + where);
    });
    verdict(wrong === 0, wrong === 0 ? "Right" : wrong + (wrong === 1 ? " step is" : " steps are") + " out of place");
  }

  function matchFront() {
    var choices = all(".qz-choices > li");
    var pairs = all(".qz-pairs > li");
    pairs.forEach(function (pair) {
      var menu = document.createElement("select");
      menu.setAttribute("aria-label", pair.textContent.trim());
      menu.appendChild(new Option("Choose", ""));
      choices.forEach(function (choice) {
        var sign = choice.querySelector(".qz-letter").textContent;
        var text = choice.querySelector(".qz-text").textContent.trim();
        var label = /\\[([]/.test(text) ? sign : sign + "  " + text; /* no raw TeX in a menu */
        menu.appendChild(new Option(label, choice.getAttribute("data-choice")));
      });
      menu.addEventListener("change", function () {
        save(pairs.map(function (each) { return each.querySelector("select").value; }));
      });
      pair.appendChild(menu);
    });
  }
  function matchBack(answer) {
    var right = 0;
    var pairs = all(".qz-pairs > li");
    pairs.forEach(function (pair) {
      var yours = answer[number(pair, "pair")];
      var good = yours === pair.getAttribute("data-match");
      if (good) { right += 1; }
      var sign = String.fromCharCode(65 + parseInt(yours, 10));
      var text = good ? "\u2713 right" : yours === "" ? "\u2717 not answered" : "\u2717 you chose " + sign;
      note(pair.querySelector(".qz-text"), "qz-yours" + (good ? " qz-good" : ""), text);
    });
    verdict(right === pairs.length, right === pairs.length ? "Right" : right + " of " + pairs.length + " right");
  }

  /* Anki shows what was typed in the first line of #typeans, letter by letter; "typeMissed" is what is lacking. */
  function typed() {
    var box = root.querySelector("code#typeans");
    var text = "";
    for (var node = box && box.firstChild; node && node.nodeName !== "BR"; node = node.nextSibling) {
      if (node.nodeType === 1 && /typeGood|typeBad/.test(node.className)) { text += node.textContent; }
    }
    return text.trim();
  }
  function numberBack() {
    var value = root.querySelector(".qz-value");
    var unit = value ? value.getAttribute("data-unit") : "";
    var text = typed().replace(/\s+/g, "").replace(",", ".").replace("\u2212", "-");
    if (!value || text === "") { return; }
    unit = unit.replace(/\s+/g, "");
    if (unit && text.slice(-unit.length) === unit) { text = text.slice(0, -unit.length); }
    var wanted = parseFloat(value.getAttribute("data-value"));
    var tolerance = parseFloat(value.getAttribute("data-tolerance"));
    var slack = 1e-9 * Math.max(1, Math.abs(wanted));
    var right = text !== "" && Math.abs(Number(text) - wanted) <= tolerance + slack;
    verdict(right, right ? "Right" : "Not right");
  }
  function clozeBack() {
    var gap = root.querySelector(".cloze[data-ordinal]");
    var row = gap && root.querySelector('.qz-blanks > li[data-blank="' + gap.getAttribute("data-ordinal") + '"]');
    var text = typed();
    if (!row || text === "") { return; }
    var right = JSON.parse(row.getAttribute("data-accepted")).some(function (word) {
      return word.trim().toLowerCase() === text.toLowerCase();
    });
    verdict(right, right ? "Right" : "Not right");
  }

  function recallBack() {
    var points = all(".qz-points > li");
    points.forEach(function (point) {
      pressable(point, "checkbox", function () {
        point.setAttribute("aria-checked", checked(point) ? "false" : "true");
        verdict(null, points.filter(checked).length + " of " + points.length + " mentioned");
      });
    });
  }

  var fronts = { multiple_choice: chooseFront, multiple_response: chooseFront, ordering: orderFront, matching: matchFront };
  var backs = { multiple_choice: chooseBack, multiple_response: chooseBack, ordering: orderBack, matching: matchBack };
  var always = { numeric: numberBack, cloze: clozeBack, recall: recallBack };
  var kind = root.getAttribute("data-kind");
  if (front) {
    save(null);
    if (fronts[kind]) { fronts[kind](); }
  } else {
    var answer = load();
    if (answer !== null && backs[kind]) { backs[kind](answer); }
    if (always[kind]) { always[kind](); }
  }
})();
