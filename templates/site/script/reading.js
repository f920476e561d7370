// Reading what the learner wrote

const keyed = (text) => text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[‐‑–—−]/g, "-").trim();
const joined = (text) => keyed(text.normalize("NFKC")).replace(/\s+/g, " ");
const folded = (text) => joined(text).toLowerCase();
const verbatim = (text) => keyed(text.normalize("NFC")).replace(/\u00a0/g, " ");

// Without the capitals that words may begin with, anywhere or in a sentence.
const eased = (text) => text.replace(/\p{L}+/gu, (word) => word[0].toLowerCase() + word.slice(1));

// Whether capitals may differ: not in Co and CO, mW and MW; but who types without any, or with nothing else, may.
function capitalsAgree(answer, typed) {
  const inner = (text) => eased(text) !== text.toLowerCase();
  if ((answer.match(/\p{L}/gu) ?? []).length < 4 && (inner(answer) || inner(typed))) return false;
  return typed === typed.toLowerCase() || typed === typed.toUpperCase() || eased(typed) === eased(answer);
}

// What is said of a text in a gap: "right", what is to be checked if that is all, or "wrong".
function gapVerdict(text, accepted, exact) {
  const written = exact ? verbatim : joined;
  const near = accepted.filter((answer) => folded(answer) === folded(text));
  if (near.some((answer) => written(answer) === written(text))) return "right";
  if (!exact && near.some((answer) => capitalsAgree(written(answer), written(text)))) return "right";
  if (!near.length) return "wrong";
  return near.some((answer) => written(answer).toLowerCase() === written(text).toLowerCase()) ? "check capitals" : "check spaces";
}

// 10³, 10^3, 10**3 and 6 x 10^23 are powers of ten; 10³ is not 103.
const raised = (text) => folded(text.replace(/[⁺⁻]?[⁰¹²³⁴-⁹]+/g, (power) => `^${power}`));
const scaled = (digits) =>
  digits
    .replace(/\*\*/g, "^")
    .replace(/^([+-]?)(?:(.+)[*x×·⋅∙])?10\^\(?([+-]?\d+)\)?$/, (_, sign, factor, power) => `${sign}${factor ?? 1}e${power}`);

// The ways to read a number: 1,500 may be fifteen hundred or one and a half. Empty if it is none.
function readings(text, unit) {
  let typed = raised(text);
  const end = [raised(unit ?? ""), folded(unit ?? "")].find((one) => one && typed.endsWith(one));
  if (end) typed = typed.slice(0, -end.length);
  typed = scaled(typed.replace(/[\s_']/g, ""));
  const ways = new Set();
  if (typed.includes(",") && typed.includes(".")) {
    const last = Math.max(typed.lastIndexOf(","), typed.lastIndexOf("."));
    ways.add(typed.slice(0, last).replace(/[.,]/g, "") + "." + typed.slice(last + 1));
  } else {
    ways.add(typed.replace(",", "."));
    if (/^[+-]?\d{1,3}((,\d{3})+|(\.\d{3})+)$/.test(typed)) ways.add(typed.replace(/[.,]/g, ""));
  }
  return [...ways].filter((way) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(way));
}

// 0.72 h for 43.2 min: the readings of a number in another unit, brought to the answer's by what that is worth.
function inOtherUnits(text, units) {
  const known = (units ?? "").split(" ").filter(Boolean).map((one) => one.split("="));
  const ending = (written, as) =>
    known.flatMap(([name, worth]) => {
      const rest = as(written.trim());
      return rest.endsWith(as(name)) ? readings(rest.slice(0, -as(name).length), "").map((way) => [way, worth]) : [];
    });
  const exactly = ending(text, (word) => word);
  const loosely = exactly.length ? exactly : ending(text, (word) => word.toLowerCase());
  if (new Set(loosely.map(([, worth]) => worth)).size > 1 && !exactly.length) return []; // a Mb is no MB
  return loosely.map(([way, worth]) => {
    const [above, below] = worth.split("/");
    return worth === "1" ? way : String((Number(way) * Number(above)) / Number(below ?? 1));
  });
}

function near(typed, value, tolerance) {
  const whole = /^[+-]?\d+$/;
  if (whole.test(typed) && whole.test(value) && whole.test(tolerance)) {
    const distance = BigInt(typed.replace("+", "")) - BigInt(value);
    return (distance < 0n ? -distance : distance) <= BigInt(tolerance);
  }
  const slack = 4 * Number.EPSILON * Math.max(Math.abs(typed), Math.abs(value), tolerance); // 0.3 - 0.1 is not 0.2
  return Math.abs(typed - value) <= Number(tolerance) + slack;
}
