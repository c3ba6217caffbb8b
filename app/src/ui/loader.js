(() => {
  // Wakes what the server has rendered as soon as it can be read, and where the phone asks to save data only on first
  // use, unless the page can't do its job without. A page with nothing to wake fetches nothing.
  const urgent = document.querySelector("[data-urgent]");
  // A module that is cut off on its way is asked for again until it is whole: Leptos itself would give up for good.
  const plain = window.fetch;
  const whole = (what, wait = 1e3) =>
    plain(what)
      .then(async (answer) => {
        if (!answer.ok) throw answer;
        return new Response(await answer.arrayBuffer(), { headers: { "content-type": "application/wasm" } });
      })
      .catch(() => new Promise((go) => setTimeout(go, 500 + Math.random() * wait)).then(() => whole(what, Math.min(wait * 2, 3e4))));
  window.fetch = (what, how) => (/\/pkg\/[^?]+\.wasm$/.test(what.url || what) ? whole(what.url || what + "") : plain(what, how));
  // As `late.js` has written it down: chosen by the person, or asked for by the browser.
  const saves = () => {
    try {
      return localStorage.hemat ? localStorage.hemat > 0 : undefined;
    } catch {}
  };
  const wake = (places, [script, module, helper], each) => {
    if (!places.length || !script) return;
    let started;
    const start = () => {
      if (started) return;
      started = true;
      // All at once: by themselves each asks for the next when it has arrived.
      const body = whole(module);
      if (helper) import(helper).catch(() => {});
      import(script)
        .catch((cut) => {
          // A page can't ask twice for a script that didn't arrive.
          const again = () => location.reload();
          if (urgent && navigator.onLine) setTimeout(again, 5e3);
          else if (urgent) addEventListener("online", again);
          throw cut;
        })
        .then(async (m) => {
          await m.default({ module_or_path: body });
          if (m.hydrate) m.hydrate();
          for (const el of places) await each(m, el);
        });
    };
    if (!urgent && (saves() ?? navigator.connection?.saveData)) {
      // An island may be a mark inside what it enhances, so its parent is what people touch.
      for (const el of places) for (const e of ["pointerdown", "focusin", "keydown"]) el.parentElement.addEventListener(e, start, { once: true, capture: true });
    } else {
      // What is read comes first: the words are on the screen before anything else is asked for.
      const seen = () => performance.getEntriesByName("first-contentful-paint").length && start();
      if (PerformanceObserver.supportedEntryTypes.includes("paint")) new PerformanceObserver(seen).observe({ type: "paint", buffered: true });
      else addEventListener("load", () => setTimeout(start, 200));
    }
  };
  // Nobody waits for what comes now.
  addEventListener("load", () => setTimeout(() => import(LATE).catch(() => {}), 3e3));
  wake(document.querySelectorAll("[data-wakes]"), READER, (m, el) => m[el.dataset.wakes](el));
  wake(document.querySelectorAll("leptos-island, [data-device]"), LEPTOS, async (m, el) => {
    const { device, component } = el.dataset;
    if (device) return m.device(device, document.documentElement.lang);
    await m.islands();
    return m[component] && m[component](el);
  });
})();
