/* What was answered on the front, for the back. Where each side is a page of its own, or storage is refused, one of
   three places still holds it. It is of one card and of the last hours: a preview shows no answer of last week. */

const KEY = "quizgen.answer";
const HOURS = 12;
const STORES = [
  () => window.sessionStorage,
  () => window.localStorage,
  () => {
    const held = window.quizgenAnswer = window.quizgenAnswer || {};
    return { getItem: (key) => held[key] || null, setItem: (key, value) => { held[key] = value; } };
  },
];
const cardName = () => `${root.getAttribute("data-note")}/${root.getAttribute("data-card")}`;

function today() {
  const now = new Date();
  return `${now.getFullYear()}-${now.getMonth() + 1}-${now.getDate()}`;
}

/* The front's day: a card turned over after midnight does not change its order. */
let day = today();

function keep(answer) {
  const state = JSON.stringify({ card: cardName(), day: day, at: Date.now(), answer: answer });
  STORES.forEach((store) => {
    try { store().setItem(KEY, state); } catch (error) { /* refused: another one holds it */ }
  });
}

function kept() {
  for (const store of STORES) {
    try {
      const state = JSON.parse(store().getItem(KEY) || "null");
      const age = state ? Date.now() - state.at : -1;
      if (state && state.card === cardName() && age >= 0 && age < HOURS * 3600000) { return state; }
    } catch (error) { /* refused, or another program's */ }
  }
  return { day: day, answer: null };
}
