// Ordering: by button, by arrow key, by dragging. Neighbours move, so that the step moved keeps focus and pointer.

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
