function menuOf(choices, label) {
  const menu = make("select", "tappable", "");
  menu.setAttribute("aria-label", label);
  menu.appendChild(new Option("Choose", ""));
  choices.forEach((choice) => {
    const sign = choice.querySelector(".qz-letter").textContent;
    const text = choice.querySelector(".qz-text").textContent.trim();
    const shown = /\\[([]/.test(text) ? sign : `${sign}  ${text}`; /* no raw TeX in a menu */
    menu.appendChild(new Option(shown, choice.getAttribute("data-choice")));
  });
  return menu;
}

function matchFront() {
  const choices = shuffleList(".qz-choices");
  const pairs = shuffleList(".qz-pairs");
  pairs.forEach((pair) => {
    const menu = menuOf(choices, pair.textContent.trim());
    menu.addEventListener("change", () => {
      const answer = [];
      pairs.forEach((each) => { answer[number(each, "pair")] = each.querySelector("select").value; });
      keep(answer);
    });
    pair.appendChild(menu);
  });
}

/* The back has no list of partners; their letters come from the same shuffle of as many numbers. */
function lettersOfPartners() {
  const count = number(root.querySelector(".qz-pairs") || root, "choices") || 0;
  const places = shuffled(Array.from({ length: count }, (_, index) => index), "qzchoices");
  return (choice) => letter(places.indexOf(choice));
}

function matchShown() {
  const sign = lettersOfPartners();
  shuffleList(".qz-pairs").forEach((pair) => {
    pair.querySelector(".qz-right .qz-letter").textContent = sign(number(pair, "match"));
  });
}

function matchBack(answer) {
  const pairs = all(".qz-pairs > li");
  const sign = lettersOfPartners();
  let right = 0;
  pairs.forEach((pair) => {
    const yours = answer[number(pair, "pair")];
    const good = yours === pair.getAttribute("data-match");
    right += good ? 1 : 0;
    const text = good ? "\u2713 right" : yours ? `\u2717 you chose ${sign(parseInt(yours, 10))}` : "\u2717 not answered";
    pair.classList.add(good ? "qz-found" : "qz-moved");
    pair.querySelector(".qz-text").appendChild(make("p", good ? "qz-yours qz-good" : "qz-yours", text));
  });
  verdict(right === pairs.length, right === pairs.length ? "Right" : `${right} of ${pairs.length} right`);
}

KINDS.matching = { front: matchFront, back: matchBack, shown: matchShown };
