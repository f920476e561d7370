const WORDS = { right: "Right", partly: "Partly right", wrong: "Not right" };
const SIGNS = { right: "✓", partly: "◐", wrong: "✗" };
const all = (root, selector) => [...root.querySelectorAll(selector)];

// What is kept from visit to visit; a browser may refuse to keep anything.

const kept = (storage, key) => ({
  read() {
    try {
      const value = JSON.parse(window[storage].getItem(key));
      return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
    } catch {
      return {};
    }
  },
  write(value) {
    try {
      window[storage].setItem(key, JSON.stringify(value));
    } catch {
      // The score then lasts as long as the page.
    }
  },
});

const marksOf = (lesson) => kept("localStorage", `quizgen:marks:${lesson}`);

// Small pieces of a page

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function badge(item, state, text) {
  item.classList.add(`is-${state}`);
  item.append(make("span", "badge", `${SIGNS[state] || ""} ${text}`.trim()));
}

function told(article, state, detail) {
  const line = make("p", "verdict-line", "");
  const sign = make("span", `sign is-${state}`, SIGNS[state]);
  sign.setAttribute("aria-hidden", "true");
  line.append(sign, make("strong", "", `${WORDS[state]}.`), ` ${detail}`);
  article.querySelector("[data-result]").replaceChildren(line);
}

const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();

const share = (right, count) => (right === count ? "right" : right === 0 ? "wrong" : "partly");
