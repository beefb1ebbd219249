// What makes the pages quicker to use; without it they work all the same.
"use strict";

(() => {
  const root = document.documentElement;
  const words = document.body.dataset;
  root.classList.add("scripted");

  // Links that only change the results are fetched without a new page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || !document.getElementById("results") || !window.htmx) return;
    event.preventDefault();
    const address = link.href.baseVal ?? link.getAttribute("href");
    const isPage = Boolean(link.closest(".pages"));
    fetchResults(address).then(() => isPage && scrollTo({ top: 0 }));
  });

  function fetchResults(address) {
    const push = new URL(address, location.href).href === location.href ? "false" : address;
    return htmx.ajax("GET", address, { target: "#results", select: "#results", swap: "outerHTML", push });
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // Of two questions in a row the last one is answered.
  let current;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id !== "results") return;
    current?.abort();
    current = event.detail.xhr;
  });
  document.addEventListener("htmx:sendError", () => say(words.offline));

  // An answer that is an error is shown as well.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const title = document.getElementById("q")?.value;
    if (event.detail.target?.id !== "results") return;
    if (title) document.title = `${title} – seized`;
    narrow();
    stay();
  });

  // The focus stays where it was, or goes to what has changed: how many there are.
  let left = "";
  document.addEventListener("htmx:beforeSwap", () => {
    const focused = document.activeElement;
    left = focused?.closest("#results") ? focused.name ?? "" : null;
  });
  function stay() {
    const total = document.getElementById("total");
    if (left === null || !total) return;
    const field = left && document.querySelector(`#results [name="${CSS.escape(left)}"]:not([type="hidden"])`);
    (field || total).focus({ preventScroll: true });
    const { top, bottom } = total.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) total.scrollIntoView({ block: "center" });
  }

  // Filters are folded where there is no room beside the hits.
  function narrow() {
    const filters = document.querySelector(".filters");
    if (filters && matchMedia("(max-width: 56rem)").matches) filters.open = false;
  }
  narrow();

  // Copy what a button carries.
  const said = document.querySelector(".said");
  let hiding;
  function say(text) {
    said.textContent = text;
    said.classList.add("shown");
    clearTimeout(hiding);
    hiding = setTimeout(() => said.classList.remove("shown"), 1800);
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const copying = navigator.clipboard?.writeText(button.dataset.copy) ?? Promise.reject();
    copying.then(() => say(words.copied), () => say(words.noCopy));
  });

  // Keys: / to the box, j and k from hit to hit; Enter opens the link that has the focus.
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const box = document.getElementById("q") ?? document.querySelector("main input, main textarea");
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      if (!box) location.href = document.querySelector(".brand").href;
      box?.focus();
      box?.select?.();
    } else if (!isTyping && (event.key === "j" || event.key === "k")) {
      step(event.key === "j" ? 1 : -1);
    }
  });
  function step(by) {
    const hits = [...document.querySelectorAll("[data-hit], .hit")];
    const at = hits.findIndex((hit) => hit.classList.contains("now"));
    const next = hits[Math.max(0, Math.min(hits.length - 1, at < 0 ? (by > 0 ? 0 : hits.length - 1) : at + by))];
    if (!next) return;
    hits[at]?.classList.remove("now");
    next.classList.add("now");
    next.querySelector("a")?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  // Completion: a list under the box, as the ARIA pattern of a combobox has it.
  const input = document.querySelector("input[data-complete]");
  if (!input) return;
  const list = document.createElement("ul");
  Object.assign(list, { id: "completions", className: "completions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.completions);
  input.parentElement.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "completions",
  })) input.setAttribute(name, value);
  let offered = { items: [] };
  let chosen = -1;
  let waiting;
  let asking;

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function show(found) {
    offered = found;
    chosen = -1;
    list.replaceChildren(...found.items.map((item, at) => {
      const entry = document.createElement("li");
      entry.id = `completion-${at}`;
      entry.setAttribute("role", "option");
      entry.setAttribute("aria-selected", "false");
      const detail = document.createElement("span");
      detail.className = "detail";
      detail.textContent = item.detail;
      entry.append(item.label, detail);
      entry.addEventListener("mousedown", (event) => { event.preventDefault(); take(at); });
      return entry;
    }));
    list.hidden = !found.items.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }
  function choose(at) {
    chosen = (at + offered.items.length) % offered.items.length;
    [...list.children].forEach((entry, n) => entry.setAttribute("aria-selected", String(n === chosen)));
    list.children[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `completion-${chosen}`);
  }
  function take(at) {
    const item = offered.items[at];
    // places are counted in characters, not in the units of the language
    const characters = [...input.value];
    const before = characters.slice(0, offered.start).join("");
    const rest = characters.slice(offered.end).join("");
    const text = item.text + (item.text.endsWith(":") || rest.startsWith(" ") ? "" : " ");
    input.value = before + text + rest;
    input.setSelectionRange(before.length + text.length, before.length + text.length);
    close();
    if (item.text.endsWith(":")) ask();
  }
  // What is on its way would take the place of what is being chosen from.
  function still() {
    clearTimeout(waiting);
    asking?.abort();
  }
  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const asked = input.value;
    const at = [...asked.slice(0, input.selectionStart)].length;
    const query = new URLSearchParams({ q: asked, at });
    try {
      const answer = await fetch(`${input.dataset.complete.split("?")[0]}?${query}`, { signal: asking.signal });
      const found = answer.ok ? await answer.json() : { items: [] };
      if (document.activeElement === input && input.value === asked) show(found);
    } catch { /* a newer question took its place, or there is no connection: nothing is offered */ }
  }
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 90);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      // else the browser empties the box
      event.preventDefault();
      if (list.hidden) input.blur(); else close();
    } else if (list.hidden) return;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      still();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Enter") close();
  });
  input.form.addEventListener("submit", () => { still(); close(); });
})();
