// Networks: two handles over time, and a picture that follows the lens at once; without it the form and the links do the same.
"use strict";
(() => {
  const form = document.querySelector("[data-lens]");
  const reading = document.getElementById("reading");
  if (!form || !reading) return;
  let asking = null; // the question that is out: an older answer never stands for a newer one

  async function show(address, keep) {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    reading.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal, headers: { "X-Part": "reading" } });
      if (!answer.ok || answer.redirected) return location.assign(address);
      const text = await answer.text();
      if (signal.aborted) return;
      reading.innerHTML = text;
      reading.removeAttribute("aria-busy");
      if (keep) history.pushState({ net: true }, "", address);
      else history.replaceState({ net: true }, "", address);
      const said = new URL(address, location.href).searchParams;
      for (const link of document.querySelectorAll(".net > .views a[href^='?']")) {
        const there = new URLSearchParams(link.getAttribute("href"));
        const next = new URLSearchParams(said);
        for (const name of ["show", "pick", "inside"]) next.delete(name);
        if (there.get("show")) next.set("show", there.get("show"));
        link.setAttribute("href", `?${next}`);
      }
      document.dispatchEvent(new CustomEvent("network-shown"));
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  const asked = () => {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const is_said = value && !(name === "independent" && value === "1") && !(name === "by" && value === "fact");
      if (is_said) said.append(name, value);
    }
    return `${location.pathname}?${said}`;
  };
  let waiting = 0;
  const follow = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => show(asked(), false));
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); show(asked(), true); });
  form.addEventListener("change", (event) => {
    if (event.target.name === "by") location.assign(asked()); // other days, so another slider
    else if (!event.target.dataset.of) follow();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#reading a[data-pick]");
    const href = link?.getAttribute("href");
    if (!href?.startsWith("?") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(location.pathname + href, true).then(() => {
      const picked = document.getElementById("picked");
      picked?.focus({ preventScroll: true });
      picked?.scrollIntoView({ block: "nearest" });
    });
  });
  addEventListener("popstate", () => location.reload());

  // Days as numbers where they span a year at most, else months: a handle moves by one of them.
  const slider = form.querySelector("[data-slider]");
  const { first, last } = form.dataset;
  if (!slider || !first || first >= last) return;
  const DAY = 86400000;
  const by_day = Date.parse(last) - Date.parse(first) < 366 * DAY;
  const number = (day) => by_day ? Math.round(Date.parse(day) / DAY) : Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const ends = [number(first), number(last)];
  const handles = Object.fromEntries([...slider.querySelectorAll("[data-of]")].map((one) => [one.dataset.of, one]));
  const fields = { since: form.elements.since, until: form.elements.until };
  const date = (n) => by_day ? new Date(n * DAY) : new Date(Date.UTC(Math.floor(n / 12), n % 12, 1));
  const iso = (n, is_last) => (!by_day && is_last ? new Date(date(n + 1) - DAY) : date(n)).toISOString().slice(0, 10);
  const told = new Intl.DateTimeFormat(document.documentElement.lang, { day: by_day ? "numeric" : undefined, month: "long", year: "numeric", timeZone: "UTC" });
  const tell = () => {
    for (const [name, handle] of Object.entries(handles)) {
      const text = told.format(date(Number(handle.value)));
      handle.setAttribute("aria-valuetext", text);
      slider.querySelector(`[data-told="${name}"]`).textContent = text;
    }
  };
  for (const handle of Object.values(handles)) {
    [handle.min, handle.max] = ends;
    handle.addEventListener("input", () => {
      const [from, to] = [Number(handles.since.value), Number(handles.until.value)];
      if (from > to) handle.value = handle === handles.since ? to : from;
      fields.since.value = Number(handles.since.value) > ends[0] ? iso(Number(handles.since.value), false) : "";
      fields.until.value = Number(handles.until.value) < ends[1] ? iso(Number(handles.until.value), true) : "";
      tell();
      follow();
    });
  }
  const place = () => {
    handles.since.value = fields.since.value ? number(fields.since.value) : ends[0];
    handles.until.value = fields.until.value ? number(fields.until.value) : ends[1];
    tell();
  };
  for (const field of Object.values(fields)) field.addEventListener("change", place);
  slider.hidden = false;
  place();
})();
