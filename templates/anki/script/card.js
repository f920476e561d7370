function start() {
  const sides = KINDS[root.getAttribute("data-kind")] || {};
  if (root.getAttribute("data-side") === "front") {
    keep(null);
    if (sides.front) { sides.front(); }
    reachScrolled();
    return;
  }
  const state = kept();
  day = state.day;
  if (sides.shown) { sides.shown(); }
  if (sides.back && state.answer !== null) { sides.back(state.answer); }
  leadToRun();
  nameCalculation();
  reachScrolled();
}

if (root && !root.getAttribute("data-ready")) {
  root.setAttribute("data-ready", "yes");
  start();
}
