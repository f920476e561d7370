// Reading what the learner wrote

const folded = (text) =>
  text.normalize("NFKC").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[‐‑–—−]/g, "-").replace(/\s+/g, " ").trim().toLowerCase();

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

function near(typed, value, tolerance) {
  const whole = /^[+-]?\d+$/;
  if (whole.test(typed) && whole.test(value) && whole.test(tolerance)) {
    const distance = BigInt(typed.replace("+", "")) - BigInt(value);
    return (distance < 0n ? -distance : distance) <= BigInt(tolerance);
  }
  const slack = 4 * Number.EPSILON * Math.max(Math.abs(typed), Math.abs(value), tolerance); // 0.3 - 0.1 is not 0.2
  return Math.abs(typed - value) <= Number(tolerance) + slack;
}
