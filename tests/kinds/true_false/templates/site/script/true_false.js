KINDS.true_false = {
  mark(article) {
    const taken = all(article, "input").find((input) => input.checked);
    if (!taken) return { missing: "Choose an answer first." };
    return { state: taken.value === taken.dataset.right ? "right" : "wrong", detail: "" };
  },
};
