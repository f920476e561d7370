/* By button, by arrow key, by dragging. It is the neighbours that move, so the step keeps its focus and its pointer. */

const STEPS = ".qz-steps > li";

/* The middle of a step, in the pointer's measure. AnkiDroid enlarges cards by "zoom", by which older browsers measured
   the pointer and not the boxes. */
function middle(step) {
  const box = step.getBoundingClientRect();
  const zoom = "currentCSSZoom" in step ? 1 : parseFloat(getComputedStyle(document.body).zoom) || 1;
  return (box.top + box.height / 2) * zoom;
}

const order = () => all(STEPS).map((step) => number(step, "step"));

function mover(sign, label, by) {
  const button = make("button", by < 0 ? "qz-up tappable" : "qz-down tappable", sign);
  button.type = "button";
  button.setAttribute("aria-label", label);
  return button;
}

function dragged(list, grip, step, start, settled) {
  if (start.button || !grip.setPointerCapture) { return; }
  start.preventDefault();
  grip.setPointerCapture(start.pointerId);
  step.classList.add("qz-dragged");
  const move = (event) => {
    const next = () => step.nextElementSibling;
    const last = () => step.previousElementSibling;
    while (next() && event.clientY > middle(next())) { list.insertBefore(next(), step); }
    while (last() && event.clientY < middle(last())) { list.insertBefore(last(), step.nextSibling); }
    if (event.clientY < 40) { window.scrollBy(0, -12); }
    if (event.clientY > window.innerHeight - 40) { window.scrollBy(0, 12); }
  };
  const end = () => {
    step.classList.remove("qz-dragged");
    grip.removeEventListener("pointermove", move);
    grip.removeEventListener("lostpointercapture", end);
    settled();
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("lostpointercapture", end);
}

function orderFront() {
  const list = root.querySelector(".qz-steps");
  if (!list) { return; }
  const steps = shuffleList(".qz-steps");
  const said = make("p", "qz-said", "");
  said.setAttribute("role", "status");
  list.parentNode.insertBefore(said, list.nextSibling);
  let before = order().join();
  const refresh = () => {
    all(STEPS).forEach((step, place) => {
      step.querySelector(".qz-letter").textContent = String(place + 1);
      step.querySelector(".qz-up").setAttribute("aria-disabled", String(place === 0));
      step.querySelector(".qz-down").setAttribute("aria-disabled", String(place === steps.length - 1));
    });
  };
  const settled = (step) => {
    const now = order();
    if (now.join() === before) { return; }
    before = now.join();
    refresh();
    keep({ steps: now, moved: true });
    said.textContent = `Now ${now.indexOf(number(step, "step")) + 1} of ${now.length}`;
  };
  const shift = (step, by) => {
    const other = by < 0 ? step.previousElementSibling : step.nextElementSibling;
    if (other) { list.insertBefore(other, by < 0 ? step.nextSibling : step); }
    settled(step);
  };
  steps.forEach((step) => {
    const grip = make("span", "qz-grip tappable", "");
    grip.appendChild(make("span", "qz-letter", ""));
    grip.addEventListener("pointerdown", (event) => { dragged(list, grip, step, event, () => settled(step)); });
    step.insertBefore(grip, step.firstChild);
    const box = make("div", "qz-move", "");
    [mover("\u2191", "Move up", -1), mover("\u2193", "Move down", 1)].forEach((button, place) => {
      button.addEventListener("click", () => { shift(step, place ? 1 : -1); });
      box.appendChild(button);
    });
    box.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) { return; }
      event.preventDefault();
      event.stopPropagation();
      shift(step, by);
    });
    step.appendChild(box);
  });
  refresh();
  keep({ steps: order(), moved: false });
  hint(list, "\u2191 \u2193 move the step");
}

/* Tells of a step that was put on the wrong side of one of which it is not free; null if there is none. */
function astray(place, yours, free) {
  const isFree = (other) => free.some((pair) => pair.indexOf(place + 1) !== -1 && pair.indexOf(other + 1) !== -1);
  const bound = yours.map((_, other) => other).filter((other) => other !== place && !isFree(other));
  const first = bound.filter((other) => (other < place) !== (yours[other] < yours[place]))[0];
  if (first === undefined) { return null; }
  const earliest = bound.filter((other) => other < place).length;
  const latest = yours.length - bound.filter((other) => other > place).length;
  const within = yours[place] >= earliest && yours[place] < latest;
  return within ? `${first < place ? "before" : "after"} ${first + 1}` : `at ${yours[place] + 1}`;
}

function orderBack(answer) {
  const list = root.querySelector(".qz-steps");
  const free = JSON.parse(list && list.getAttribute("data-free") || "[]");
  const yours = order().map((step) => answer.steps.indexOf(step));
  const told = yours.map((_, place) => astray(place, yours, free));
  const wrong = told.filter((where) => where !== null).length;
  if (wrong && !answer.moved) { return; } /* left as it was dealt: no answer, unless it was dealt right */
  all(STEPS).forEach((step, place) => {
    if (told[place] === null) { return; }
    step.classList.add("qz-moved");
    step.querySelector(".qz-text").appendChild(make("p", "qz-yours", `\u2717 you put it ${told[place]}`));
  });
  verdict(wrong === 0, wrong === 0 ? "Right" : `${counted(wrong, "step is", "steps are")} out of place`);
}

KINDS.ordering = { front: orderFront, back: orderBack };
