/* Runs at each side of each card, in a page that all cards share: nothing global, no listeners but on the card. */

const root = Array.from(document.querySelectorAll(".qz")).pop();
const KINDS = {}; /* kind -> {front(), back(answer), shown()}, each if there is something to do */

const all = (selector) => Array.from(root.querySelectorAll(selector));
const number = (element, name) => parseInt(element.getAttribute(`data-${name}`), 10);
const letter = (index) => (index > 25 ? letter(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

function make(tag, name, text) {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

/* Says in the card's own line how it went; `right` is null where nobody judges. */
function verdict(right, text, detail) {
  const line = root.querySelector(".qz-verdict");
  if (!line) { return; }
  line.hidden = false;
  line.className = "qz-verdict" + (right === null ? "" : right ? " qz-good" : " qz-bad");
  line.textContent = (right === null ? "" : right ? "\u2713 " : "\u2717 ") + text;
  if (detail) { line.appendChild(make("span", "qz-detail", ` ${detail}`)); }
}
