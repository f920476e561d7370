function chooseFront() {
  const list = root.querySelector(".qz-options");
  if (!list) { return; }
  const multiple = list.getAttribute("data-multiple") === "true";
  const options = shuffleList(".qz-options");
  const task = root.querySelector(".qz-task");
  list.setAttribute("role", multiple ? "group" : "radiogroup");
  list.setAttribute("aria-label", task ? task.textContent : "");
  pressable(options, multiple ? "checkbox" : "radio", (option) => {
    const on = multiple ? !isChecked(option) : true;
    if (!multiple) { options.forEach((other) => { other.setAttribute("aria-checked", "false"); }); }
    option.setAttribute("aria-checked", String(on));
    keep(options.filter(isChecked).map((each) => number(each, "option")));
  });
  hint(list, multiple ? "\u2191 \u2193 move, X chooses" : "\u2191 \u2193 choose");
}

function chooseBack(answer) {
  let wrong = 0;
  all(".qz-options > li").forEach((option) => {
    const picked = answer.indexOf(number(option, "option")) !== -1;
    const key = option.classList.contains("qz-key");
    wrong += picked === key ? 0 : 1;
    if (!picked && !key) { return; }
    if (picked) { option.classList.add("qz-picked"); }
    const words = key ? "\u2713 right" : "\u2717 wrong";
    option.querySelector(".qz-mark").textContent = words + (picked ? ", your choice" : ", not chosen");
  });
  verdict(wrong === 0, wrong === 0 ? "Right" : "Not right");
}

/* The account of a run calls options by the letters that they have today. */
function chooseShown() {
  shuffleList(".qz-options").forEach((option, place) => {
    all(`.qz-computed [data-of="${number(option, "option")}"]`).forEach((name) => { name.textContent = letter(place); });
  });
}

KINDS.multiple_choice = KINDS.multiple_response = {
  front: chooseFront,
  back: chooseBack,
  shown: chooseShown,
};
