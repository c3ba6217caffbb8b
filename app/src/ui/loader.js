(() => {
  // Wakes the islands: at once where the page can't do its job without, when idle elsewhere, and only on first use
  // where the phone asks to save data.
  const islands = document.querySelectorAll("leptos-island");
  if (!islands.length) return;
  const [script, module] = [SCRIPT, MODULE];
  let started;
  const start = () =>
    (started ??= import(script).then(async (m) => {
      await m.default({ module_or_path: module });
      m.hydrate();
      for (const el of islands) await m[el.dataset.component]?.(el);
    }));
  if (document.querySelector("leptos-island [data-urgent]")) start();
  else if (navigator.connection?.saveData) {
    for (const el of islands) for (const e of ["pointerdown", "focusin", "keydown"]) el.addEventListener(e, start, { once: true, capture: true });
  } else {
    const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(start, { timeout: 4000 }) : setTimeout(start, 200));
    document.readyState === "complete" ? idle() : addEventListener("load", idle);
  }
})();
