/* What an answer rests on: all of it is folded away, and there is one way from the account of a run to its drawing. */

function leadToRun() {
  const run = root.querySelector(".qz-run");
  const link = root.querySelector(".qz-to-run");
  if (!run || !link) { return; }
  link.addEventListener("click", (event) => {
    event.preventDefault(); /* Anki's page has an address of its own, so that "#qz-run" would lead elsewhere */
    event.stopPropagation();
    run.open = true;
    run.scrollIntoView();
  });
}

/* What follows from formulas was calculated; the fold says so. */
function nameCalculation() {
  const working = root.querySelector(".qz-computed .qz-working");
  if (working) { working.closest("details").querySelector("summary").textContent = "How this was calculated"; }
}

/* What has to be scrolled sideways can be scrolled by key; what is folded has no width yet. */
function reachScrolled() {
  all("pre, table").forEach((box) => {
    if (box.closest("details") || box.scrollWidth > box.clientWidth) { box.tabIndex = 0; }
  });
}
