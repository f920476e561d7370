// The score of a lesson

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

// Filters

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
    discreet();
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      form.reset();
      apply();
      history.scrollRestoration = "manual"; // or a reload would go back to where the shorter page was
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

// An address with a question's id, which often tells the answer, becomes that of the code that links bear

function discreet() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || !target.matches("[data-question]")) return;
  try {
    history.replaceState(history.state, "", `#${target.querySelector(".question-head").id}`);
  } catch {
    // A browser may refuse; the address stays as it was.
  }
}

// The start

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
