/* What an answer rests on: a short run stands open, and the receipt is laid out as a table. */

const SHORT = 600; /* of a diagram's own pixels */

function openShortRun() {
  const fold = root.querySelector(".qz-run");
  const drawing = fold && fold.querySelector("svg[height]");
  if (drawing && parseFloat(drawing.getAttribute("height")) <= SHORT) { fold.open = true; }
}

function tableOf(told) {
  const table = make("table", "", "");
  Object.keys(told).forEach((key) => {
    const row = table.insertRow();
    const head = make("th", "", key.replace(/_/g, " "));
    head.scope = "row";
    row.appendChild(head);
    const cell = row.insertCell();
    const value = told[key];
    if (value === null || typeof value !== "object") { cell.textContent = String(value); }
    else { cell.appendChild(make("pre", "", JSON.stringify(value, null, 1))); }
  });
  return table;
}

function layOutReceipt() {
  const box = root.querySelector(".qz-receipt");
  if (!box) { return; }
  try {
    const told = JSON.parse(box.textContent);
    if (told && typeof told === "object") { box.parentNode.replaceChild(tableOf(told), box); }
  } catch (error) { /* not JSON: it stays as it is */ }
}

/* What has to be scrolled sideways can be scrolled by key; what is folded has no width yet. */
function reachScrolled() {
  all("pre, table").forEach((box) => {
    if (box.closest("details") || box.scrollWidth > box.clientWidth) { box.tabIndex = 0; }
  });
}
