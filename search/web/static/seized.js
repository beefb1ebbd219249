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
    return htmx.ajax("GET", address, { target: "#results", select: "#results", swap: "outerHTML", push: address });
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // A page of the history that was swapped in is loaded anew, so that box and results agree.
  document.addEventListener("htmx:historyRestore", () => location.reload());

  // An answer that is an error is shown as well.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const title = document.getElementById("q")?.value;
    if (event.detail.target?.id === "results" && title) document.title = `${title} – seized`;
    narrow();
  });

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
    if (event.key === "/" && !isTyping && box) {
      event.preventDefault();
      box.focus();
      box.select?.();
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
    const rest = input.value.slice(offered.end);
    const text = item.text + (item.text.endsWith(":") || rest.startsWith(" ") ? "" : " ");
    input.value = input.value.slice(0, offered.start) + text + rest;
    input.setSelectionRange(offered.start + text.length, offered.start + text.length);
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
    const query = new URLSearchParams({ q: input.value, at: input.selectionStart });
    try {
      const answer = await fetch(`${input.dataset.complete.split("?")[0]}?${query}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === input) show(await answer.json());
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
      if (list.hidden) input.blur(); else { event.preventDefault(); close(); }
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
