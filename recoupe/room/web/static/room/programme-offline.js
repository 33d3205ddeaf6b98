// The page without a network: take the week along, write down what became of it, send it later. What it keeps is in Box, encrypted.
"use strict";
(() => {
  const CACHE = "programme-offline";
  const IDLE = 10 * 60 * 1000;
  const BATCH = 100;
  const words = JSON.parse(document.getElementById("words").textContent);
  const { zone, worker, take, sync } = document.body.dataset;
  const $ = (id) => document.getElementById(id);
  const language = document.documentElement.lang;
  let box = null;
  let idle = 0;

  function say(text) {
    $("said").textContent = text;
    $("said").hidden = !text;
  }

  function element(name, fields = {}, ...children) {
    const made = Object.assign(document.createElement(name), fields);
    made.append(...children);
    return made;
  }

  const clock = (moment) => new Date(moment).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", timeZone: zone });
  const day = (moment) => new Date(moment).toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long", timeZone: zone });

  // --- what makes this page open without a network

  async function prepare() {
    if (!("serviceWorker" in navigator) || !("caches" in window)) return;
    await navigator.serviceWorker.register(worker, { scope: "/programme/" });
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
    const kept = await caches.open(CACHE);
    const before = await kept.keys();
    const addresses = [location.pathname, ...parts.map((part) => part.href || part.src)];
    for (const address of addresses) {
      try {
        const answer = await fetch(address, { redirect: "manual" });
        if (answer.ok) await kept.put(address, answer);
      } catch {
        return; // no network: what was kept stays
      }
    }
    const wanted = new Set(addresses.map((address) => new URL(address, location.href).href));
    await Promise.all(before.filter((request) => !wanted.has(request.url)).map((request) => kept.delete(request)));
  }

  // --- what is shown

  async function show() {
    const has = (await Box.boxes()).length > 0;
    $("open").hidden = !has || box !== null;
    $("closed").hidden = box !== null;
    $("opened").hidden = box === null;
    if (!box) return;
    const [{ sessions, until }, entries] = await Promise.all([Box.week(box), Box.entries(box)]);
    const unsent = entries.filter((entry) => !entry.why);
    const refusals = entries.filter((entry) => entry.why);
    $("until").textContent = until ? new Date(until).toLocaleString(language, { timeZone: zone, dateStyle: "long", timeStyle: "short" }) : "";
    if (until) $("until").prepend(`${words.until} `);
    $("week").replaceChildren(...days(sessions, unsent));
    $("unsent").hidden = !unsent.length;
    $("entries").replaceChildren(...unsent.map((entry) => element("li", {}, told(entry))));
    $("refused").hidden = !refusals.length;
    $("refusals").replaceChildren(...refusals.map(refusal));
  }

  const told = (entry) => {
    const said = entry.attendance ? words[`is ${entry.attendance}`] : `${words.note} (${entry.is_private ? words.private : words.team})`;
    const line = element("p", {}, element("bdi", { textContent: entry.name }), ` · ${day(entry.begins)} ${clock(entry.begins)} · ${said}`);
    const text = entry.text || entry.because;
    return text ? element("div", {}, line, element("p", { textContent: text, dir: "auto", className: "words" })) : line;
  };

  function refusal(entry) {
    const discard = element("button", { type: "button", className: "second", textContent: words.discard });
    discard.addEventListener("click", async () => { await Box.remove(entry.id); await show(); });
    return element("li", {}, told(entry), element("p", { textContent: entry.why, className: "late" }), element("p", { textContent: words.copy, className: "soft" }), discard);
  }

  function days(sessions, unsent) {
    if (!sessions.length) return [element("p", { className: "empty", textContent: words.none })];
    const made = new Map();
    for (const session of sessions) {
      const name = day(session.begins);
      if (!made.has(name)) made.set(name, element("ul", { className: "hours" }));
      made.get(name).append(row(session, unsent.filter((entry) => entry.session === session.id)));
    }
    return [...made].map(([name, list]) => element("section", { className: "day" }, element("h3", { textContent: name }), list));
  }

  function row(session, entries) {
    const ends = new Date(new Date(session.begins).getTime() + session.minutes * 60000);
    const last = entries.filter((entry) => entry.attendance).at(-1);
    const state = last?.attendance ?? session.attendance;
    const what = element("div", { className: "what" },
      element("p", { className: "who" }, element("bdi", { textContent: session.name }), " ", element("span", { className: "status", textContent: words[`is ${state}`] })),
      element("p", { className: "about" }, session.what, session.room ? " · " : "", element("bdi", { textContent: session.room })),
      state === "stopped" ? "" : form(session, state));
    return element("li", { className: "hour-row" }, element("div", { className: "hour", textContent: `${clock(session.begins)}–${clock(ends)}` }), what);
  }

  function form(session, state) {
    const attendance = element("select", { name: "attendance" });
    for (const [key, label] of Object.entries(words)) {
      const value = key.startsWith("is ") ? key.slice(3) : "";
      if (value && value !== "stopped") attendance.append(element("option", { value, textContent: label, selected: value === state }));
    }
    const readers = element("select", { name: "for" }, element("option", { value: "me", textContent: words.private }));
    if (session.may_share) readers.append(element("option", { value: "team", textContent: words.team }));
    const made = element("form", { className: "fields" },
      element("label", {}, words.attendance, attendance),
      element("label", {}, words.because, element("input", { name: "because", maxLength: 500, dir: "auto", value: "" })),
      element("label", {}, words.note, element("textarea", { name: "text", rows: 4, maxLength: 20000, dir: "auto" })),
      element("label", {}, words.readers, readers),
      element("p", {}, element("button", { textContent: words.keep })));
    made.addEventListener("submit", (event) => { event.preventDefault(); write(session, state, made); });
    return element("details", { className: "edit" }, element("summary", {}, words.write, element("span", { className: "visually-hidden", textContent: ` ${session.name}` })), made);
  }

  // --- what is written down

  async function write(session, state, form) {
    const said = Object.fromEntries(new FormData(form));
    const about = { participant: session.participant, session: session.id, base: session.version, name: session.name, begins: session.begins };
    const made = [];
    if (said.attendance !== state || said.because.trim()) made.push({ attendance: said.attendance, because: said.because.trim() });
    if (said.text.trim()) made.push({ text: said.text.trim(), is_private: said.for !== "team" });
    if (!made.length) return say(words.nothing);
    for (const one of made) await Box.keepEntry(box, { id: Box.newId(), at: new Date().toISOString(), ...about, ...one });
    say(words.kept_here);
    await show();
  }

  // --- what is sent

  async function asked(address, options = {}) {
    const answer = await fetch(address, { redirect: "manual", headers: { Accept: "application/json", ...options.headers }, ...options });
    if (answer.type === "opaqueredirect" || answer.status === 403) return null;
    return answer.json();
  }

  const asSent = ({ name, begins, ...entry }) => entry;

  async function sendAll(token) {
    const waiting = (await Box.entries(box)).filter((entry) => !entry.why);
    const told = { clock: "", waits: false };
    for (let n = 0; n < waiting.length; n += BATCH) {
      const some = waiting.slice(n, n + BATCH);
      const body = JSON.stringify({ box: box.id, now: new Date().toISOString(), entries: some.map(asSent) });
      const answer = await asked(sync, { method: "POST", body, headers: { "Content-Type": "application/json", "X-CSRFToken": token } });
      if (!answer) return null;
      if (answer.error) throw new Error(answer.error);
      told.clock = answer.clock || told.clock;
      for (const one of answer.entries) {
        if (one.became === "refused") await Box.keepEntry(box, { ...some.find((entry) => entry.id === one.id), why: one.why });
        else await Box.remove(one.id);
        told.waits ||= one.became === "waits";
      }
    }
    return told;
  }

  async function send() {
    try {
      const week = await asked(take);
      if (!week) return say(words.closed);
      if (week.box !== box.id) return say(words.other);
      const told = await sendAll(week.token);
      if (!told) return say(words.closed);
      await Box.keepWeek(box, (await asked(take)) ?? week);
      $("both").hidden = !told.waits;
      say([words.sent, told.clock].filter(Boolean).join(" "));
    } catch (error) {
      say(error instanceof TypeError ? words.no_network : String(error.message));
    }
    await show();
  }

  // --- what people do

  $("take").addEventListener("submit", async (event) => {
    event.preventDefault();
    const { passphrase, again } = Object.fromEntries(new FormData(event.target));
    if (passphrase.length < 12) return say(words.short);
    if (passphrase !== again) return say(words.differs);
    try {
      const week = await asked(take);
      if (!week) return say(words.closed);
      const made = await Box.make(week.box, passphrase);
      if (!made) return say(words.wrong);
      await Box.keepWeek(made, week);
      await navigator.storage?.persist?.();
      box = made;
      event.target.reset();
      say(words.taken);
    } catch (error) {
      say(error instanceof TypeError ? words.no_network : String(error.message));
    }
    await show();
  });

  $("open").addEventListener("submit", async (event) => {
    event.preventDefault();
    box = await Box.open(new FormData(event.target).get("passphrase"));
    event.target.reset();
    say(box ? "" : words.wrong);
    await show();
  });

  $("forget").addEventListener("submit", async (event) => {
    event.preventDefault();
    if ((await Box.hasUnsent()) && !window.confirm(words.forget_unsent)) return;
    box = null;
    await Box.forget();
    if ("caches" in window) await caches.delete(CACHE);
    for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) await one.unregister();
    for (const id of ["open", "opened"]) $(id).hidden = true; // not `show`: to look for a box makes the database anew
    $("closed").hidden = false;
    say(words.forgotten);
  });

  async function close() {
    box = null;
    $("week").replaceChildren();
    $("entries").replaceChildren();
    $("refusals").replaceChildren();
    say("");
    await show();
  }

  $("send").addEventListener("click", send);
  $("close").addEventListener("click", close);

  function stir() {
    clearTimeout(idle);
    idle = setTimeout(() => {
      const isWriting = [...document.querySelectorAll("#week textarea")].some((text) => text.value.trim());
      if (box && !isWriting) close();
    }, IDLE);
  }
  for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, stir);

  function network() {
    $("network").textContent = navigator.onLine ? $("network").dataset.on : $("network").dataset.off;
  }
  for (const name of ["online", "offline"]) window.addEventListener(name, network);

  (async () => {
    network();
    if ((await Box.expire()) > 0) say(words.expired);
    await show();
    await prepare();
    document.body.dataset.ready = "yes";
  })();
})();
