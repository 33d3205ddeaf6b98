// Box: what is kept on this device, encrypted: AES-256-GCM under a key that PBKDF2-SHA-256 makes of a passphrase that is nowhere.
// Readable without it: how many entries there are, about how long each is, and when the copy ends. See docs/programme-offline.md.
"use strict";
const Box = (() => {
  const DATABASE = "recoupe-programme";
  const ROUNDS = 1_000_000;
  const STEP = 1024; // bytes: of the length of an entry only so much shows
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();

  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  async function store(mode, work) {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { keyPath: "id" });
    const database = await done(asked);
    try {
      const transaction = database.transaction("kept", mode, { durability: "strict" });
      const finished = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
      const result = await work(transaction.objectStore("kept"));
      await finished;
      return result;
    } finally {
      database.close();
    }
  }

  const all = () => store("readonly", (kept) => done(kept.getAll()));
  const put = (row) => store("readwrite", (kept) => done(kept.put(row)));
  const remove = (id) => store("readwrite", (kept) => done(kept.delete(id)));

  async function keyOf(passphrase, salt, rounds) {
    const typed = encoder.encode(passphrase.normalize("NFKC"));
    const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
    return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  async function sealed(key, place, value) {
    const plain = encoder.encode(JSON.stringify(value));
    const filled = new Uint8Array(Math.ceil((plain.length + 1) / STEP) * STEP).fill(0x20);
    filled.set(plain);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(place) }, key, filled);
    return { iv, data };
  }

  async function unsealed(key, place, { iv, data }) {
    const how = { name: "AES-GCM", iv, additionalData: encoder.encode(place) };
    return JSON.parse(decoder.decode(await crypto.subtle.decrypt(how, key, data)));
  }

  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const boxes = async () => (await all()).filter((row) => row.kind === "box");

  // The sessions go when their time is over; what was written and not sent stays, under its key.
  async function expire(now = new Date()) {
    let gone = 0;
    for (const row of await boxes()) {
      if (!row.week || new Date(row.until) > now) continue;
      await put({ ...row, week: null });
      gone += 1;
    }
    return gone;
  }

  // The box that a passphrase opens; null where it opens none on this device.
  async function open(passphrase) {
    for (const row of await boxes()) {
      const key = await keyOf(passphrase, row.salt, row.rounds);
      try {
        await unsealed(key, `check ${row.id}`, row.check);
        return { id: row.id, key };
      } catch {
        // of somebody else who works on this device, or a wrong passphrase
      }
    }
    return null;
  }

  // A box of this number: the one that is there, where the passphrase opens it; a new one where there is none, or it holds nothing.
  async function make(id, passphrase) {
    const there = (await boxes()).find((row) => row.id === id);
    if (there) {
      const opened = await open(passphrase);
      if (opened?.id === id) return opened;
      if ((await all()).some((row) => row.kind === "entry" && row.box === id)) return null;
    }
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const key = await keyOf(passphrase, salt, ROUNDS);
    const check = await sealed(key, `check ${id}`, "opened");
    await put({ id, kind: "box", salt, rounds: ROUNDS, check, until: new Date(0).toISOString(), week: null });
    return { id, key };
  }

  async function keepWeek(box, week) {
    const row = (await boxes()).find((one) => one.id === box.id);
    const sealedWeek = await sealed(box.key, `week ${box.id}`, week.sessions);
    await put({ ...row, until: week.until, week: sealedWeek });
  }

  async function week(box) {
    const row = (await boxes()).find((one) => one.id === box.id);
    if (!row?.week) return { sessions: [], until: null };
    return { sessions: await unsealed(box.key, `week ${box.id}`, row.week), until: row.until };
  }

  async function keepEntry(box, entry) {
    await put({ id: entry.id, kind: "entry", box: box.id, ...(await sealed(box.key, `entry ${entry.id}`, entry)) });
  }

  async function entries(box) {
    const mine = (await all()).filter((row) => row.kind === "entry" && row.box === box.id);
    const found = await Promise.all(mine.map((row) => unsealed(box.key, `entry ${row.id}`, row)));
    return found.sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  const hasUnsent = async () => (await all()).some((row) => row.kind === "entry");
  const forget = () => done(indexedDB.deleteDatabase(DATABASE));

  return { boxes, entries, expire, forget, hasUnsent, keepEntry, keepWeek, make, newId, open, remove, week };
})();
