KINDS.recall = {
  shown: () => {
    const points = all(".qz-points > li");
    const list = root.querySelector(".qz-points");
    if (!list) { return; }
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", "Key points");
    pressable(points, "checkbox", (point) => {
      point.setAttribute("aria-checked", String(!isChecked(point)));
      verdict(null, `${points.filter(isChecked).length} of ${points.length} mentioned`);
    });
    hint(list, "\u2191 \u2193 move, X ticks");
  },
};
