// Marking, by kind. Each returns {state, detail}, or {missing} if there is nothing to mark yet.

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
  const { value, tolerance, unit, units } = input.dataset;
  if (!input.value.trim()) return { missing: "Type a number first." };
  const ways = [...readings(input.value, unit), ...inOtherUnits(input.value, units)];
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
    const said = gapVerdict(gap.value, accepted, "exact" in gap.dataset);
    const right = said === "right";
    count += right;
    gap.classList.add(right ? "is-right" : "is-wrong");
    gap.after(make("span", `fix is-${right ? "right" : "wrong"}`, right ? "✓\u00a0right" : `✗\u00a0${said === "wrong" ? "" : `${said}: `}${accepted[0]}`));
  }
  return { state: share(count, gaps.length), detail: gaps.length > 1 ? `${count} of ${gaps.length} gaps are right.` : "" };
}

// A step is wrong if it stands on the wrong side of a step of which it is not free; returns where it belongs, or "".
function misplaced(order, index, free) {
  const own = order[index];
  const bound = order.filter((other) => other !== own && !free.some((pair) => pair.includes(own) && pair.includes(other)));
  const astray = bound.filter((other) => (other < own) !== (order.indexOf(other) < index));
  if (!astray.length) return "";
  const first = 1 + bound.filter((other) => other < own).length;
  const last = order.length - bound.filter((other) => other > own).length;
  if (index + 1 >= first && index + 1 <= last) return `Belongs ${astray[0] < own ? "after" : "before"} step ${astray[0]} of the answer`;
  return `Belongs in place ${first}${last > first ? ` ${last > first + 1 ? "to" : "or"} ${last}` : ""}`;
}

function markOrdering(article) {
  const steps = all(article, ".steps > li");
  const order = steps.map((step) => Number(step.dataset.position));
  const free = JSON.parse(article.querySelector(".steps").dataset.free);
  let count = 0;
  steps.forEach((step, index) => {
    const wanted = misplaced(order, index, free);
    count += !wanted;
    badge(step, wanted ? "wrong" : "right", wanted || "In its place");
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
  if (!verdict) return { missing: "Now tick the key points that your answer has.", compare: true };
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
