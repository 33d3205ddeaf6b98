// The service worker of the page without a network: it serves that page and what it is made of when there is none, and nothing else.
"use strict";
const CACHE = "programme-offline";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isPage = request.mode === "navigate" && pathname === "/programme/offline";
  if (request.method !== "GET" || origin !== self.location.origin || !(isPage || pathname.startsWith("/static/"))) return;
  event.respondWith(fetch(request).catch(async () => {
    const kept = await caches.open(CACHE);
    return (await kept.match(isPage ? pathname : request, { ignoreVary: true })) ?? Response.error();
  }));
});
