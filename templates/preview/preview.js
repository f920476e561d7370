// In the preview alone: the page is loaded again when it has changed, and mistakes are shown over the last good one.
"use strict";
(() => {
  const script = document.currentScript;
  let told = null;

  function show(text) {
    if (!text) {
      told?.remove();
      told = null;
      return;
    }
    if (!told) {
      told = document.createElement("pre");
      told.className = "quizgen-told";
      told.setAttribute("role", "alert");
      document.body.append(told);
    }
    told.textContent = text;
  }

  const events = new EventSource(`/--preview/events?${encodeURIComponent(script.dataset.name)}`);
  events.addEventListener("message", (event) => {
    const { page, text } = JSON.parse(event.data);
    show(text);
    if (page === script.dataset.page) {
      return;
    }
    events.close();
    if (page) {
      location.reload();
    } else {
      location.assign("/");
    }
  });
})();
