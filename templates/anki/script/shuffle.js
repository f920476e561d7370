/* An order that is new each day and the same on both sides, with nothing kept: its seed is the note and the day. */

function seeded(text) {
  let state = 2166136261; /* FNV-1a, then mulberry32 */
  for (let i = 0; i < text.length; i += 1) { state = Math.imul(state ^ text.charCodeAt(i), 16777619); }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(items, what) {
  const random = seeded(`${root.getAttribute("data-note")} ${what} ${day}`);
  const mixed = items.slice();
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const other = Math.floor(random() * (i + 1));
    [mixed[i], mixed[other]] = [mixed[other], mixed[i]];
  }
  return mixed;
}

/* Shuffles a list's items where they stand, but those that are fixed; letters anew from A; returns them. */
function shuffleList(selector) {
  const written = all(`${selector} > li`);
  const isFree = (item) => !item.hasAttribute("data-fixed");
  const free = shuffled(written.filter(isFree), selector.replace(/\W/g, ""));
  const items = written.map((item) => (isFree(item) ? free.shift() : item));
  items.forEach((item, place) => {
    const sign = item.querySelector(".qz-letter");
    if (sign && sign.parentNode === item) { sign.textContent = letter(place); }
    item.parentNode.appendChild(item);
  });
  return items;
}
