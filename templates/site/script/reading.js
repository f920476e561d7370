// Reading what the learner wrote

const folded = (text) =>
  text.normalize("NFKC").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[‐‑–—−]/g, "-").replace(/\s+/g, " ").trim().toLowerCase();

// The ways to read a number: 1,500 may be fifteen hundred or one and a half. Empty if it is none.
function readings(text, unit) {
  let typed = folded(text);
  if (unit && typed.endsWith(folded(unit))) typed = typed.slice(0, -folded(unit).length);
  typed = typed.replace(/[\s_']/g, "");
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
  const slack = 1e-9 * Math.max(1, Math.abs(Number(value))); // 0.3 - 0.1 is not 0.2
  return Math.abs(Number(typed) - Number(value)) <= Number(tolerance) + slack;
}
