// Keys, dropping of files, citing with @: what makes the room quick; every page works without it.
"use strict";
(() => {
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");
  let pending = "";
  let index = -1;

  const rows = () => [...document.querySelectorAll("[data-list] > *")].filter((row) => row.querySelector("a"));

  function move(step) {
    const all = rows();
    if (!all.length) return;
    all[index]?.classList.remove("at");
    index = Math.max(0, Math.min(all.length - 1, index + step));
    all[index].classList.add("at");
    all[index].querySelector("a").focus({ preventScroll: true });
    all[index].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && event.target.form) {
      event.target.form.requestSubmit();
      return;
    }
    if (event.key === "Escape" && document.querySelector("dialog[open]")) return; // the browser closes it
    if (event.key === "Escape" && typing(event.target)) return event.target.blur();
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (pending === "g") {
      pending = "";
      document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)?.click();
      return;
    }
    const doors = {
      j: () => move(1),
      k: () => move(-1),
      g: () => { pending = "g"; setTimeout(() => { pending = ""; }, 1200); },
      "/": () => document.getElementById("find")?.focus(),
      "?": () => document.getElementById("keys")?.showModal(),
      n: () => document.getElementById("note-here")?.click(),
      Escape: () => history.back(),
    };
    if (doors[event.key]) {
      event.preventDefault();
      doors[event.key]();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) document.getElementById("keys").showModal();
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-back]")) history.back();
  });

  for (const zone of document.querySelectorAll("[data-drop]")) {
    const input = zone.querySelector("input[type=file]");
    for (const name of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.toggle("over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) {
          input.files = event.dataTransfer.files;
          zone.requestSubmit();
        }
      });
    }
  }

  for (const clock of document.querySelectorAll("[data-clock]")) {
    const there = { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.clock || undefined, timeZoneName: "short" };
    const tick = () => { clock.textContent = new Date().toLocaleTimeString(document.documentElement.lang, there); };
    tick();
    setInterval(tick, 10000);
  }

  for (const form of document.querySelectorAll("[data-cite]")) {
    const text = form.querySelector("textarea[name=text]");
    const list = form.querySelector("[role=listbox]");
    const cited = form.querySelector("#cited");
    let at = 0;
    const close = () => { list.hidden = true; list.replaceChildren(); };
    const choose = (option) => {
      if (!option) return;
      const item = document.createElement("li");
      const label = document.createElement("label");
      label.className = "check";
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "cite", value: option.dataset.key, checked: true });
      label.append(box, " ", option.textContent);
      item.append(label);
      if (![...cited.querySelectorAll("input")].some((known) => known.value === box.value)) cited.append(item);
      text.value = text.value.replace(/@[^@\n]*$/u, "");
      close();
      text.focus();
    };
    const select = (n) => {
      const all = [...list.children];
      if (!all.length) return;
      at = (n + all.length) % all.length;
      all.forEach((option, m) => option.setAttribute("aria-selected", String(m === at)));
    };
    let asking = null; // the question that is out: an older answer never stands for a newer one
    text.addEventListener("input", async () => {
      asking?.abort();
      close();
      const typed = /@([^@\n]*)$/u.exec(text.value.slice(0, text.selectionStart));
      if (!typed) return;
      asking = new AbortController();
      const { signal } = asking;
      let findings = [];
      try {
        const answer = await fetch(`${form.dataset.cite}?q=${encodeURIComponent(typed[1])}`, { signal, headers: { Accept: "application/json" } });
        if (answer.ok) ({ findings } = await answer.json());
      } catch (error) {
        if (error.name !== "AbortError") throw error;
      }
      if (signal.aborted) return;
      list.replaceChildren(...findings.map((finding) => {
        const option = document.createElement("li");
        option.setAttribute("role", "option");
        option.dataset.key = finding.key;
        option.textContent = `${finding.text} [${finding.grade}]`;
        option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
        return option;
      }));
      list.hidden = !findings.length;
      select(0);
    });
    text.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); select(at + (event.key === "ArrowDown" ? 1 : -1)); }
      if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); choose(list.children[at]); }
      if (event.key === "Escape") { event.stopPropagation(); close(); }
    });
  }

  // A note on a sentence: by selecting words of it, by the button in the margin, or by the key n.
  const note = document.getElementById("note");
  if (note) {
    const here = document.getElementById("note-here");
    const open = (start) => {
      const sentence = document.getElementById(`s${start}`);
      note.querySelector("input[name=start]").value = start;
      note.querySelector(".noted").textContent = sentence?.textContent ?? "";
      here.hidden = true;
      note.showModal();
    };
    document.addEventListener("selectionchange", () => {
      const selection = document.getSelection();
      const node = selection.isCollapsed ? null : selection.anchorNode;
      const sentence = (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-start]");
      here.hidden = !sentence;
      if (sentence) here.dataset.note = sentence.dataset.start;
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-note]");
      if (button) open(button.dataset.note);
      if (event.target.closest("[data-close]")) note.close();
    });
  }
})();
