// Marks answers, keeps the score, filters questions. Everything a page says is in its HTML already: without this script
// the answers can be read, but are not marked.
(() => {
  "use strict";

  const WORDS = { right: "Right", partly: "Partly right", wrong: "Not right" };
  const SIGNS = { right: "✓", partly: "◐", wrong: "✗" };
  const all = (root, selector) => [...root.querySelectorAll(selector)];

  // ---- What is kept from visit to visit; a browser may refuse to keep anything.

  const kept = (storage, key) => ({
    read() {
      try {
        const value = JSON.parse(window[storage].getItem(key));
        return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
      } catch {
        return {};
      }
    },
    write(value) {
      try {
        window[storage].setItem(key, JSON.stringify(value));
      } catch {
        // The score then lasts as long as the page.
      }
    },
  });

  const marksOf = (lesson) => kept("localStorage", `quizgen:marks:${lesson}`);

  // ---- Small pieces of a page

  function make(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function badge(item, state, text) {
    item.classList.add(`is-${state}`);
    item.append(make("span", "badge", `${SIGNS[state]} ${text}`));
  }

  function told(article, state, detail) {
    const line = make("p", "verdict-line", "");
    const sign = make("span", `sign is-${state}`, SIGNS[state]);
    sign.setAttribute("aria-hidden", "true");
    line.append(sign, make("strong", "", `${WORDS[state]}.`), ` ${detail}`);
    article.querySelector("[data-result]").replaceChildren(line);
  }

  const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();

  const share = (right, count) => (right === count ? "right" : right === 0 ? "wrong" : "partly");

  // ---- Reading what the learner wrote

  const folded = (text) =>
    text.normalize("NFKC").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[‐‑–—−]/g, "-").replace(/\s+/g, " ").trim().toLowerCase();

  // The ways to read a number: 1,500 may be fifteen hundred or one and a half. Empty if it is none.
  function readings(text, unit) {
    let typed = folded(text);
    if (unit && typed.endsWith(folded(unit))) typed = typed.slice(0, -folded(unit).length);
    typed = typed.replace(/[\s_']/g, "");
    const ways = new Set();
    if (typed.includes(",") && typed.includes(".")) {
      const last = Math.max(typed.lastIndexOf(","), typed.lastIndexOf("."));
      ways.add(typed.slice(0, last).replace(/[.,]/g, "") + "." + typed.slice(last + 1));
    } else {
      ways.add(typed.replace(",", "."));
      if (/^[+-]?\d{1,3}(,\d{3})+$/.test(typed)) ways.add(typed.replaceAll(",", ""));
    }
    return [...ways].filter((way) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(way));
  }

  function near(typed, value, tolerance) {
    const whole = /^[+-]?\d+$/;
    if (whole.test(typed) && whole.test(value) && whole.test(tolerance)) {
      const distance = BigInt(typed.replace("+", "")) - BigInt(value);
      return (distance < 0n ? -distance : distance) <= BigInt(tolerance);
    }
    const slack = 1e-9 * Math.max(1, Math.abs(Number(value))); // 0.3 - 0.1 is not 0.2
    return Math.abs(Number(typed) - Number(value)) <= Number(tolerance) + slack;
  }

  // ---- Marking, by kind. Each returns {state, detail}, or {missing} if there is nothing to mark yet.

  function markChoice(article) {
    const options = all(article, "[data-option]");
    const taken = (option) => option.querySelector("input").checked;
    const right = (option) => option.dataset.key === "yes";
    const chosen = options.filter(taken);
    if (!chosen.length) return { missing: "Choose an answer first." };
    for (const option of options) {
      const words = (right(option) ? "Right" : "Wrong") + (taken(option) ? ", your choice" : "");
      badge(option, right(option) ? "right" : taken(option) ? "wrong" : "other", words);
      const why = article.querySelector(`[data-reason="${option.dataset.option}"] .why`);
      if (why) option.append(why);
    }
    article.querySelector("[data-reasons]").hidden = true;
    const keys = options.filter(right);
    const hits = chosen.filter(right).length;
    const wrong = chosen.length - hits;
    if (hits === keys.length && !wrong) return { state: "right", detail: keys.length > 1 ? `All ${hits} right answers, and no other.` : "" };
    if (keys.length === 1 && article.dataset.kind === "multiple_choice") {
      const belief = chosen[0].querySelector(".belief q");
      const name = plain(keys[0].querySelector(".letter"));
      return { state: "wrong", detail: `The right answer is ${name}.${belief ? ` Your choice follows from the belief: “${plain(belief)}”` : ""}` };
    }
    const detail = `You have ${hits} of ${keys.length} right answers${wrong ? `, and ${wrong} wrong ${wrong === 1 ? "one" : "ones"}` : ""}.`;
    return { state: hits ? "partly" : "wrong", detail };
  }

  function unmarkChoice(article) {
    for (const option of all(article, "[data-option]")) {
      const why = option.querySelector(".why");
      if (why) article.querySelector(`[data-reason="${option.dataset.option}"]`).append(why);
    }
    article.querySelector("[data-reasons]").hidden = false;
  }

  function markNumber(article) {
    const input = article.querySelector("[data-value]");
    const { value, tolerance, unit } = input.dataset;
    if (!input.value.trim()) return { missing: "Type a number first." };
    const ways = readings(input.value, unit);
    if (!ways.length) return { missing: `“${input.value.trim()}” is not a number${unit ? ` in ${unit}` : ""}.` };
    const state = ways.some((way) => near(way, value, tolerance)) ? "right" : "wrong";
    input.classList.add(`is-${state}`);
    return { state, detail: state === "right" ? "" : `The answer is ${plain(article.querySelector(".answer strong"))}${unit ? ` ${unit}` : ""}.` };
  }

  function markCloze(article) {
    const gaps = all(article, "[data-gap]");
    if (gaps.every((gap) => !gap.value.trim())) return { missing: "Fill in a gap first." };
    let count = 0;
    for (const gap of gaps) {
      const accepted = JSON.parse(gap.dataset.accepted);
      const right = accepted.some((answer) => folded(answer) === folded(gap.value));
      count += right;
      gap.classList.add(right ? "is-right" : "is-wrong");
      gap.after(make("span", `fix is-${right ? "right" : "wrong"}`, right ? "✓ right" : `✗ ${accepted[0]}`));
    }
    return { state: share(count, gaps.length), detail: gaps.length > 1 ? `${count} of ${gaps.length} gaps are right.` : "" };
  }

  function markOrdering(article) {
    const steps = all(article, ".steps > li");
    let count = 0;
    steps.forEach((step, index) => {
      const place = Number(step.dataset.position);
      const right = place === index + 1;
      count += right;
      badge(step, right ? "right" : "wrong", right ? "In its place" : `Belongs in place ${place}`);
    });
    return { state: share(count, steps.length), detail: `${count} of ${steps.length} steps are in their place.` };
  }

  function markMatching(article) {
    const pairs = all(article, ".pairs > li");
    const chosen = (pair) => pair.querySelector("select").value;
    if (pairs.every((pair) => chosen(pair) === "")) return { missing: "Choose something first." };
    let count = 0;
    for (const pair of pairs) {
      const right = chosen(pair) === pair.dataset.match;
      count += right;
      const wanted = article.querySelectorAll(".choices > li")[Number(pair.dataset.match)];
      badge(pair, right ? "right" : "wrong", right ? "Right" : `Belongs to ${plain(wanted.querySelector(".letter"))}`);
    }
    return { state: share(count, pairs.length), detail: `${count} of ${pairs.length} are right.` };
  }

  function markRecall(article) {
    const points = all(article, "[data-point]");
    const ticked = points.filter((point) => point.checked).length;
    const verdict = article.dataset.judged || (ticked ? share(ticked, points.length) : "");
    if (!verdict) return { missing: "Compare, then tick the key points that your answer has.", compare: true };
    return { state: verdict, detail: points.length ? `You count ${ticked} of ${points.length} key points.` : "" };
  }

  const KINDS = {
    multiple_choice: { mark: markChoice, unmark: unmarkChoice },
    multiple_response: { mark: markChoice, unmark: unmarkChoice },
    numeric: { mark: markNumber },
    cloze: { mark: markCloze },
    ordering: { mark: markOrdering },
    matching: { mark: markMatching },
    recall: { mark: markRecall },
  };

  // ---- A question: checked, shown, tried again

  function frozen(article, yes) {
    for (const field of all(article, ".ask input, .ask select, .ask .move")) field.disabled = yes;
    for (const area of all(article, "textarea")) area.readOnly = yes;
    article.classList.toggle("is-marked", yes);
    article.querySelector("[type=submit]").hidden = yes;
    article.querySelector("[data-again]").hidden = !yes;
    for (const judge of all(article, "[data-judge]")) judge.hidden = !yes;
  }

  function chip(article, state, text) {
    const mark = article.querySelector("[data-mark]");
    mark.hidden = !state;
    mark.className = state ? `mark is-${state}` : "mark";
    mark.textContent = state ? `${SIGNS[state]} ${text}` : "";
  }

  function check(article, score) {
    const outcome = KINDS[article.dataset.kind].mark(article);
    if (outcome.missing && !outcome.compare) {
      article.querySelector("[data-result]").replaceChildren(make("p", "missing", outcome.missing));
      (article.querySelector(".ask input, .ask select, textarea") || article).focus();
      return;
    }
    const first = !article.classList.contains("is-marked");
    frozen(article, true);
    article.querySelector("[data-solution]").open = true;
    if (first) article.querySelector("[data-again]").focus({ preventScroll: true });
    if (outcome.missing) {
      article.querySelector("[data-result]").replaceChildren(make("p", "missing", outcome.missing));
    } else {
      told(article, outcome.state, outcome.detail);
      chip(article, outcome.state, WORDS[outcome.state]);
      score.keep(article.dataset.question, outcome.state);
    }
  }

  function again(article, initial) {
    const kind = KINDS[article.dataset.kind];
    if (kind.unmark) kind.unmark(article);
    for (const extra of all(article, ".badge, .fix")) extra.remove();
    for (const element of all(article, ".is-right, .is-wrong, .is-other")) {
      if (!element.matches("[data-reason], [data-mark]")) element.classList.remove("is-right", "is-wrong", "is-other");
    }
    frozen(article, false);
    delete article.dataset.judged;
    article.querySelector("form").reset();
    for (const point of all(article, "[data-point]")) point.checked = false;
    if (initial.length) initial[0].parentElement.replaceChildren(...initial);
    article.querySelector("[data-result]").replaceChildren();
    article.querySelector("[data-solution]").open = false;
    chip(article, "", "");
  }

  // ---- Ordering: by button, by arrow key, by dragging. Neighbours move, so that the step moved keeps focus and pointer.

  function spoken(article, step) {
    const steps = all(article, ".steps > li");
    article.querySelector("[data-moved]").textContent = `${plain(step.querySelector(".text"))}: now ${steps.indexOf(step) + 1} of ${steps.length}`;
  }

  function shift(article, step, by) {
    const neighbour = by < 0 ? step.previousElementSibling : step.nextElementSibling;
    if (!neighbour) return;
    if (by < 0) step.after(neighbour);
    else step.before(neighbour);
    spoken(article, step);
  }

  function drag(article, step, grip, start) {
    if (article.classList.contains("is-marked")) return;
    start.preventDefault();
    grip.setPointerCapture(start.pointerId);
    step.classList.add("is-dragged");
    const middle = (element) => element.getBoundingClientRect().top + element.offsetHeight / 2;
    const move = (event) => {
      while (step.nextElementSibling && event.clientY > middle(step.nextElementSibling)) step.before(step.nextElementSibling);
      while (step.previousElementSibling && event.clientY < middle(step.previousElementSibling)) step.after(step.previousElementSibling);
    };
    const end = () => {
      step.classList.remove("is-dragged");
      grip.removeEventListener("pointermove", move);
      spoken(article, step);
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", end, { once: true });
  }

  function orderable(article) {
    for (const step of all(article, ".steps > li")) {
      for (const button of all(step, "[data-move]")) {
        button.addEventListener("click", () => shift(article, step, Number(button.dataset.move)));
        button.addEventListener("keydown", (event) => {
          const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
          if (!by) return;
          event.preventDefault();
          shift(article, step, by);
        });
      }
      const grip = step.querySelector("[data-grip]");
      grip.addEventListener("pointerdown", (event) => drag(article, step, grip, event));
    }
  }

  function prepare(article, score) {
    for (const element of all(article, "[data-scripted]")) element.hidden = false;
    const initial = all(article, ".steps > li");
    orderable(article);
    article.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      if (!article.classList.contains("is-marked")) check(article, score);
    });
    article.querySelector("[data-again]").addEventListener("click", () => {
      again(article, initial);
      (article.querySelector(".ask input, .ask select, textarea, .move") || article).focus({ preventScroll: true });
    });
    for (const judge of all(article, "[data-judge]")) {
      judge.addEventListener("click", () => {
        const had = judge.dataset.judge === "all";
        for (const point of all(article, "[data-point]")) point.checked = had;
        article.dataset.judged = had ? "right" : "wrong";
        check(article, score);
      });
    }
    for (const point of all(article, "[data-point]")) {
      point.addEventListener("change", () => {
        if (!article.classList.contains("is-marked")) return;
        article.dataset.judged = all(article, "[data-point]:checked").length ? "" : "wrong";
        check(article, score);
      });
    }
    const before = score.read()[article.dataset.question];
    if (before in WORDS) chip(article, before, `${WORDS[before]} last time`);
    return () => again(article, initial);
  }

  // ---- The score of a lesson

  function tally(marks, total) {
    const count = (state) => Object.values(marks).filter((mark) => mark === state).length;
    const counts = { right: count("right"), partly: count("partly"), wrong: count("wrong") };
    const open = Math.max(0, total - counts.right - counts.partly - counts.wrong);
    return { ...counts, open };
  }

  function scoreOf(lesson, total) {
    const store = marksOf(lesson);
    let marks = store.read();
    const show = () => {
      const box = document.querySelector("[data-score]");
      if (!box) return;
      const counts = tally(marks, total);
      box.hidden = false;
      const parts = [`${counts.right} of ${total} right`];
      if (counts.partly) parts.push(`${counts.partly} partly`);
      if (counts.wrong) parts.push(`${counts.wrong} not`);
      if (counts.open) parts.push(`${counts.open} to go`);
      box.querySelector("[data-score-text]").textContent = parts.join(" · ");
      for (const bar of all(box, "[data-bar]")) bar.style.width = `${(100 * counts[bar.dataset.bar]) / Math.max(1, total)}%`;
    };
    return {
      read: () => marks,
      keep(question, state) {
        marks = { ...store.read(), ...marks, [question]: state };
        store.write(marks);
        show();
      },
      clear() {
        marks = {};
        store.write(marks);
        show();
      },
      show,
    };
  }

  // ---- Filters

  function filtering(form) {
    const store = kept("sessionStorage", "quizgen:filter");
    const articles = all(document, "[data-question]");
    const apply = () => {
      const { level, kind } = Object.fromEntries(new FormData(form));
      for (const article of articles) {
        article.hidden = Boolean((level && article.dataset.level !== level) || (kind && article.dataset.kind !== kind));
      }
      for (const group of all(document, "[data-group]")) group.hidden = !group.querySelector("[data-question]:not([hidden])");
      const shown = articles.filter((article) => !article.hidden).length;
      form.querySelector("[data-shown]").textContent = level || kind ? `${shown} of ${articles.length} shown` : "";
      store.write({ level, kind });
    };
    const restored = store.read();
    for (const name of ["level", "kind"]) {
      form.elements[name].value = restored[name] || "";
      if (form.elements[name].selectedIndex < 0) form.elements[name].value = "";
    }
    const reveal = () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && target.closest("[hidden]")) {
        form.reset();
        apply();
        target.scrollIntoView();
      }
    };
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", apply);
    window.addEventListener("hashchange", reveal);
    apply();
    reveal();
  }

  // ---- The start

  function startLesson(body) {
    const score = scoreOf(body.dataset.lesson, Number(body.dataset.total));
    const resets = all(document, "[data-question]").map((article) => prepare(article, score));
    score.show();
    const form = document.querySelector("[data-filters]");
    if (form) filtering(form);
    const reset = document.querySelector("[data-reset]");
    if (reset) {
      reset.addEventListener("click", () => {
        if (!window.confirm("Forget your marks for this lesson?")) return;
        score.clear();
        for (const clear of resets) clear();
      });
    }
  }

  function startIndex() {
    for (const item of all(document, "li[data-lesson]")) {
      const counts = tally(marksOf(item.dataset.lesson).read(), Number(item.dataset.total));
      if (counts.right + counts.partly + counts.wrong) {
        item.querySelector("[data-lesson-score]").textContent = `· ${counts.right} of ${item.dataset.total} right`;
      }
    }
  }

  if (document.body.dataset.lesson) startLesson(document.body);
  else startIndex();
})();
