/* Things to choose by tap or by key. Anki's window takes Space and Enter to turn the card over before the page sees
   them, so arrows and X work as well; after a click the focus is given back, so that Space turns the card everywhere. */

const isChecked = (element) => element.getAttribute("aria-checked") === "true";

function pressable(items, role, act) {
  const focus = (item) => {
    items.forEach((each) => { each.tabIndex = each === item ? 0 : -1; });
    item.focus();
  };
  const pressed = (item, event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const other = by ? items[(items.indexOf(item) + by + items.length) % items.length] : item;
    const chooses = by ? role === "radio" : [" ", "Enter", "x", "X"].indexOf(event.key) !== -1;
    if (!(by || chooses) || event.ctrlKey || event.altKey || event.metaKey) { return; }
    event.preventDefault();
    event.stopPropagation();
    if (by) { focus(other); }
    if (chooses) { act(other); }
  };
  items.forEach((item, place) => {
    item.setAttribute("role", role);
    item.setAttribute("aria-checked", "false");
    item.classList.add("tappable"); /* on phones: a tap here does not turn the card */
    item.tabIndex = place === 0 ? 0 : -1;
    item.addEventListener("keydown", (event) => { pressed(item, event); });
    item.addEventListener("click", (event) => {
      if (event.target.closest("a")) { return; }
      act(item);
      if (event.detail) { item.blur(); }
    });
  });
}

function hint(list, text) {
  const line = make("p", "qz-keys", text);
  line.setAttribute("aria-hidden", "true");
  list.parentNode.insertBefore(line, list.nextSibling);
}
