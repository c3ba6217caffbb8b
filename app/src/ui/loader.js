(() => {
  // Wakes the islands: at once where the page can't do its job without, when idle elsewhere, and only on first use
  // where the phone asks to save data.
  const islands = document.querySelectorAll("leptos-island");
  if (!islands.length) return;
  const [script, module] = [SCRIPT, MODULE];
  const urgent = document.querySelector("[data-urgent]");
  // A module that is cut off on its way is asked for again until it is whole: Leptos itself would give up for good.
  const plain = window.fetch;
  const whole = (what, wait) =>
    plain(what)
      .then(async (answer) => {
        if (!answer.ok) throw answer;
        return new Response(await answer.arrayBuffer(), { headers: { "content-type": "application/wasm" } });
      })
      .catch(() => new Promise((go) => setTimeout(go, 500 + Math.random() * wait)).then(() => whole(what, Math.min(wait * 2, 3e4))));
  window.fetch = (what, how) => (/\/pkg\/[^?]+\.wasm$/.test(what.url || what) ? whole(what.url || what + "", 1e3) : plain(what, how));
  let started;
  const start = () => {
    started =
      started ||
      import(script)
        .catch((cut) => {
          // A page can't ask twice for a script that didn't arrive.
          if (urgent) setTimeout(() => location.reload(), 5e3);
          throw cut;
        })
        .then(async (m) => {
          await m.default({ module_or_path: module });
          m.hydrate();
          for (const el of islands) if (m[el.dataset.component]) await m[el.dataset.component](el);
        });
  };
  if (urgent) start();
  else if (navigator.connection && navigator.connection.saveData) {
    // An island may be a mark inside what it enhances, so its parent is what people touch.
    for (const el of islands) for (const e of ["pointerdown", "focusin", "keydown"]) el.parentElement.addEventListener(e, start, { once: true, capture: true });
  } else {
    const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(start, { timeout: 4000 }) : setTimeout(start, 200));
    document.readyState === "complete" ? idle() : addEventListener("load", idle);
  }
})();
