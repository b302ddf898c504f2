// Shows the queue of uploads: what needs attention first, and never more of it than can be read.

import { element, icon, byId, announce } from "./dom.js";
import * as format from "./format.js";

const SHOWN = 100;
const ORDER = { asking: 0, active: 1, failed: 2, waiting: 3, cancelled: 4, skipped: 5, done: 6 };

const WORDS = {
  asking: "waits for your answer",
  waiting: "waiting",
  done: "done",
  cancelled: "cancelled",
  skipped: "skipped",
};

export class QueueView {
  #uploads;
  #rows = new Map();
  #frame = 0;
  #said = "";

  constructor(uploads) {
    this.#uploads = uploads;
    uploads.addEventListener("change", () => {
      if (!this.#frame) {
        this.#frame = requestAnimationFrame(() => this.#draw());
      }
    });
    byId("queue-cancel").addEventListener("click", () => uploads.cancelAll());
    byId("queue-retry").addEventListener("click", () => uploads.retryFailed());
    byId("queue-clear").addEventListener("click", () => uploads.clear());
    byId("queue-toggle").addEventListener("click", event => {
      const open = byId("queue").classList.toggle("closed") === false;
      event.currentTarget.setAttribute("aria-expanded", open);
    });
  }

  #draw() {
    this.#frame = 0;
    const totals = this.#uploads.totals;
    byId("queue").hidden = this.#uploads.items.length === 0;
    this.#drawHead(totals);
    const shown = [...this.#uploads.items].sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.id - b.id).slice(0, SHOWN);
    this.#drawRows(shown);
    this.#sayEnd(totals);
  }

  #drawHead(totals) {
    byId("queue-title").textContent = title(totals);
    byId("queue-facts").textContent = facts(totals);
    byId("queue-cancel").hidden = totals.open === 0;
    byId("queue-retry").hidden = totals.failed === 0;
    byId("queue-clear").hidden = totals.open > 0;
    const progress = byId("queue-progress");
    progress.hidden = totals.open === 0;
    progress.max = totals.total || 1;
    progress.value = totals.loaded;
  }

  #drawRows(items) {
    const list = byId("queue-list");
    const kept = new Set(items.map(item => item.id));
    for (const [id, row] of this.#rows) {
      if (!kept.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    items.forEach((item, index) => {
      let row = this.#rows.get(item.id);
      if (!row) {
        row = this.#row(item);
        this.#rows.set(item.id, row);
      }
      if (list.children[index] !== row) {
        list.insertBefore(row, list.children[index] ?? null);
      }
      drawRow(row, item);
    });
  }

  #row(item) {
    const cancel = element("button", { type: "button", className: "icon cancel", title: "Cancel", onclick: () => this.#uploads.cancel(item) }, icon("close"));
    const retry = element("button", { type: "button", className: "icon retry", title: "Try again", onclick: () => this.#uploads.retry(item) }, icon("retry"));
    cancel.setAttribute("aria-label", `Cancel ${item.label}`);
    retry.setAttribute("aria-label", `Try ${item.label} again`);
    return element("li", {},
      element("span", { className: "state" }),
      element("span", { className: "label" }),
      element("span", { className: "facts" }),
      cancel, retry,
      element("progress", { max: 1, value: 0, "aria-label": `Progress of ${item.label}` }));
  }

  #sayEnd(totals) {
    const words = totals.open ? "" : title(totals);
    if (words !== this.#said && words) {
      announce(words);
    }
    this.#said = words;
  }
}

function drawRow(row, item) {
  if (row.dataset.state !== item.state) {
    row.dataset.state = item.state;
    const mark = { done: "check", failed: "alert", asking: "alert", cancelled: "close", skipped: "close" }[item.state] ?? (item.file ? "upload" : "folder");
    row.querySelector(".state").replaceChildren(icon(mark));
    row.querySelector(".cancel").hidden = !item.isOpen;
    row.querySelector(".retry").hidden = item.isOpen || item.state === "done";
  }
  text(row.querySelector(".label"), item.label);
  text(row.querySelector(".facts"), itemFacts(item));
  const progress = row.querySelector("progress");
  progress.hidden = item.state !== "active" || !item.file;
  progress.max = item.total || 1;
  progress.value = item.loaded;
}

function text(target, value) {
  if (target.textContent !== value) {
    target.textContent = value;
  }
}

function itemFacts(item) {
  if (item.state === "failed") {
    return item.problem?.text ?? item.problem?.message ?? "failed";
  }
  if (item.state === "waiting" && item.problem) {
    return "the server is busy, goes on by itself";
  }
  if (item.state !== "active") {
    return item.state === "done" && item.file ? format.size(item.total) : WORDS[item.state];
  }
  if (!item.file || (item.total > 0 && item.loaded >= item.total)) {
    return "finishing";
  }
  const left = item.secondsLeft;
  return [`${format.size(item.loaded)} of ${format.size(item.total)}`,
    item.speed.perSecond > 0 ? `${format.size(Math.round(item.speed.perSecond))}/s` : "",
    left === null ? "" : format.remaining(left)].filter(Boolean).join(" · ");
}

function title(totals) {
  if (totals.open) {
    return `Uploading ${format.count(totals.open, "file", "files")}`;
  }
  const parts = [
    totals.done ? `${format.count(totals.done, "upload", "uploads")} done` : "",
    totals.failed ? `${totals.failed} failed` : "",
    totals.cancelled ? `${totals.cancelled} cancelled` : "",
    totals.skipped ? `${totals.skipped} skipped` : "",
  ].filter(Boolean);
  return parts.join(", ") || "Uploads";
}

function facts(totals) {
  if (!totals.open) {
    return "";
  }
  return [`${format.size(totals.loaded)} of ${format.size(totals.total)}`,
    totals.perSecond > 0 ? `${format.size(Math.round(totals.perSecond))}/s` : "",
    totals.secondsLeft === null ? "" : format.remaining(totals.secondsLeft),
    totals.failed ? `${totals.failed} failed` : ""].filter(Boolean).join(" · ");
}
