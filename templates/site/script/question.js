// A question: checked, shown, tried again

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
