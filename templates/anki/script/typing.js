/* Anki compares what was typed letter by letter; here it is judged as a number, or by the other right spellings. */

const keyed = (text) => text.replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"')
  .replace(/[\u2010-\u2015\u2212]/g, "-").trim();
const joined = (text) => keyed(text.normalize("NFKC")).replace(/\s+/g, " ");
const folded = (text) => joined(text).toLowerCase();
const verbatim = (text) => keyed(text.normalize("NFC")).replace(/\u00a0/g, " ");

/* Without the capitals that words may begin with, anywhere or in a sentence. */
const eased = (text) => text.split("").map((sign, at) => {
  const before = at ? text[at - 1] : "";
  return before.toLowerCase() === before.toUpperCase() ? sign.toLowerCase() : sign;
}).join("");

/* Whether capitals may differ: not in Co and CO, mW and MW; but who types without any, or with nothing else, may. */
function capitalsAgree(answer, typed) {
  const letters = answer.split("").filter((sign) => sign.toLowerCase() !== sign.toUpperCase()).length;
  if (letters < 4 && (eased(answer) !== answer.toLowerCase() || eased(typed) !== typed.toLowerCase())) { return false; }
  return typed === typed.toLowerCase() || typed === typed.toUpperCase() || eased(typed) === eased(answer);
}

/* What is said of a text in a gap: "Right", what is to be checked if that is all, or "Not right". */
function gapVerdict(text, accepted, exact) {
  const written = exact ? verbatim : joined;
  const near = accepted.filter((answer) => folded(answer) === folded(text));
  if (near.some((answer) => written(answer) === written(text))) { return "Right"; }
  if (!exact && near.some((answer) => capitalsAgree(written(answer), written(text)))) { return "Right"; }
  if (!near.length) { return "Not right"; }
  const plain = near.map((answer) => written(answer).toLowerCase());
  return plain.indexOf(written(text).toLowerCase()) !== -1 ? "Check capitals" : "Check spaces";
}

/* Anki's comparison: mostly a <code>, in AnkiDroid a <span> for whoever wants no code there. */
const comparison = () => root.querySelector("#typeans:not(input)");

/* A piece of it; Anki puts a no-break space before a mark that begins one. */
const piece = (node) => node.textContent.replace(/^\u00a0(?=[\u0300-\uffff])/, "");

/* What was typed stands in its first line, in pieces; "typeMissed" is what is lacking. */
function typed() {
  const box = comparison();
  let text = "";
  for (let node = box && box.firstChild; node && node.nodeName !== "BR"; node = node.nextSibling) {
    if (node.nodeType === 1 && /typeGood|typeBad/.test(node.className)) { text += piece(node); }
  }
  return text.trim();
}

/* What it was compared with stands in its last line. */
function comparedWith() {
  const box = comparison();
  let text = "";
  for (let node = box && box.lastChild; node && node.nodeName !== "BR"; node = node.previousSibling) {
    text = piece(node) + text;
  }
  return text.trim();
}

/* 10\u00b3, 10^3, 10**3 and 6 x 10^23 are powers of ten; 10\u00b3 is not 103. */
const raised = (text) => folded(text.replace(/[\u207a\u207b]?[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+/g, (power) => `^${power}`));
const scaled = (digits) => digits.replace(/\*\*/g, "^").replace(
  /^([+-]?)(?:(.+)[*x\u00d7\u00b7\u22c5\u2219])?10\^\(?([+-]?\d+)\)?$/,
  (_, sign, factor, power) => `${sign}${factor || 1}e${power}`);

/* The ways to read a number: 1,500 may be fifteen hundred or one and a half. Empty if it is none. */
function readings(text, unit) {
  let digits = raised(text);
  const end = [raised(unit), folded(unit)].find((one) => one && digits.slice(-one.length) === one);
  if (end) { digits = digits.slice(0, -end.length); }
  digits = scaled(digits.replace(/[\s_']/g, ""));
  const ways = [digits.replace(",", ".")];
  const last = Math.max(digits.lastIndexOf(","), digits.lastIndexOf("."));
  if (digits.indexOf(",") !== -1 && digits.indexOf(".") !== -1) {
    ways[0] = `${digits.slice(0, last).replace(/[.,]/g, "")}.${digits.slice(last + 1)}`;
  } else if (/^[+-]?\d{1,3}((,\d{3})+|(\.\d{3})+)$/.test(digits)) {
    ways.push(digits.replace(/[.,]/g, ""));
  }
  return ways.filter((way) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(way));
}

/* 0.72 h for 43.2 min: the readings of a number in another unit, brought to the answer's by what that is worth. */
function inOtherUnits(text, units) {
  const known = (units || "").split(" ").filter(Boolean).map((one) => one.split("="));
  const ending = (as) => {
    const found = [];
    known.forEach(([name, worth]) => {
      const written = as(text.trim());
      if (written.slice(-name.length) !== as(name)) { return; }
      readings(written.slice(0, -name.length), "").forEach((way) => { found.push([way, worth]); });
    });
    return found;
  };
  const exactly = ending((word) => word);
  const found = exactly.length ? exactly : ending((word) => word.toLowerCase());
  if (!exactly.length && found.some(([, worth]) => worth !== found[0][1])) { return []; } /* a Mb is no MB */
  return found.map(([way, worth]) => {
    const [above, below] = worth.split("/");
    return worth === "1" ? way : String(Number(way) * Number(above) / Number(below || 1));
  });
}

function isNear(way, value, tolerance) {
  const whole = /^[+-]?\d+$/;
  const plain = (digits) => digits.replace(/^\+/, "").replace(/^(-?)0+(?=\d)/, "$1");
  if (Number(tolerance) === 0 && whole.test(way) && whole.test(value)) { return plain(way) === plain(value); }
  const [typed, right, near] = [Number(way), Number(value), Number(tolerance)];
  const slack = 4 * 2 ** -52 * Math.max(Math.abs(typed), Math.abs(right), near); /* 0.3 - 0.1 is not 0.2 */
  return Math.abs(typed - right) <= near + slack;
}

/* Anki's comparison is left standing where it helps: at a word that is wrong. */
function judged(text, said, helps) {
  const right = said === "Right";
  if (right || !helps) { root.classList.add("qz-judged"); }
  if (text !== "") { verdict(right, said, right || !helps ? `you typed ${text}` : ""); }
}

function numberBack() {
  const box = root.querySelector(".qz-value");
  const text = typed();
  if (!box || text === "") { return; }
  const told = (name) => box.getAttribute(`data-${name}`);
  const ways = readings(text, told("unit")).concat(inOtherUnits(text, told("units")));
  const right = ways.some((way) => isNear(way, told("value"), told("tolerance")));
  judged(text, right ? "Right" : "Not right", false);
}

function clozeBack() {
  const gap = root.querySelector(".cloze[data-ordinal]");
  const row = gap && root.querySelector(`.qz-blanks > li[data-blank="${gap.getAttribute("data-ordinal")}"]`);
  if (!row) { return; }
  row.classList.add("qz-asked");
  const accepted = JSON.parse(row.getAttribute("data-accepted"));
  const said = gapVerdict(typed(), accepted, row.hasAttribute("data-exact"));
  const helps = accepted.map(folded).indexOf(folded(comparedWith())) !== -1;
  judged(typed(), said, helps); /* AnkiDroid 2.23 compares with the whole text, in braces */
}

function nameInput() {
  const input = root.querySelector("input#typeans");
  if (input) { input.setAttribute("aria-label", "Your answer"); }
}

KINDS.numeric = { front: nameInput, shown: numberBack };
KINDS.cloze = { front: nameInput, shown: clozeBack };
