// The table of entries: only the rows in sight are elements, so that ten thousand of them cost no more than fifty.

import { element, icon, byId } from "./dom.js";
import * as format from "./format.js";

const OVERSCAN = 10;

const KINDS = [
  ["image", /\.(png|jpe?g|gif|webp|svg|avif|heic|bmp|tiff?)$/i],
  ["media", /\.(mp4|mkv|mov|webm|avi|mp3|flac|wav|ogg|m4a)$/i],
  ["archive", /\.(zip|gz|tgz|tar|xz|bz2|zst|7z|rar|jar|war|deb|rpm|iso)$/i],
  ["text", /\.(txt|md|csv|tsv|json|xml|ya?ml|log|html?|pdf|docx?|odt|xlsx?|ods|java|js|ts|css|py|sh|sql|conf|properties)$/i],
];

function kindOf(entry) {
  if (entry.type === "DIRECTORY") {
    return "folder";
  }
  if (entry.type === "LINK") {
    return "link";
  }
  return KINDS.find(([, pattern]) => pattern.test(entry.name))?.[0] ?? "file";
}

/** A name that shows what would not be seen: blanks at its ends, line breaks, bytes that are no text. */
function shownName(name) {
  return name
    .replace(/^ +| +$/g, blanks => "\u2423".repeat(blanks.length))
    .replace(/[\r\n]/g, "\u21b5")
    // Among them the marks that turn the direction of text round, with which a name ends otherwise than it seems.
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "\ufffd");
}

export class Table {
  #rows = byId("rows");
  #grid = byId("grid");
  #scroller = byId("scroller");
  #drawn = new Map();
  #frame = 0;
  #rowHeight = 0;
  #model;
  #handlers;

  /**
   * @param model has entries (in their order), cursor (an index or -1), selected (a set of paths)
   * @param handlers {href(entry), open(entry), toggle(index, range), menu(entry, anchor), cursor(index)}
   */
  constructor(model, handlers) {
    this.#model = model;
    this.#handlers = handlers;
    this.#scroller.addEventListener("scroll", () => this.#later(), { passive: true });
    new ResizeObserver(() => this.redraw()).observe(this.#scroller);
    this.#rows.addEventListener("click", event => this.#clicked(event));
    this.#rows.addEventListener("contextmenu", event => this.#contextMenu(event));
  }

  /** Draws all anew: the entries are others, or look otherwise. */
  redraw() {
    this.#drawn.forEach(row => row.remove());
    this.#drawn.clear();
    this.#rowHeight = Number.parseFloat(getComputedStyle(this.#grid).getPropertyValue("--row"));
    this.#rows.style.height = `${this.#model.entries.length * this.#rowHeight}px`;
    this.#grid.setAttribute("aria-rowcount", this.#model.entries.length + 1);
    this.draw();
  }

  /** Draws what has come into sight, and who is selected. */
  draw() {
    const { entries } = this.#model;
    const from = Math.max(0, Math.floor(this.#scroller.scrollTop / this.#rowHeight) - OVERSCAN);
    const to = Math.min(entries.length, Math.ceil((this.#scroller.scrollTop + this.#scroller.clientHeight) / this.#rowHeight) + OVERSCAN);
    for (const [index, row] of this.#drawn) {
      if (index < from || index >= to) {
        row.remove();
        this.#drawn.delete(index);
      }
    }
    for (let index = from; index < to; index++) {
      if (!this.#drawn.has(index)) {
        const row = this.#row(entries[index], index);
        this.#drawn.set(index, row);
        this.#rows.append(row);
      }
      this.#mark(index);
    }
    this.#markActive();
  }

  /** Moves into sight what the keyboard is at. */
  reveal(index) {
    const head = byId("head").offsetHeight;
    const top = index * this.#rowHeight;
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) {
      this.#scroller.scrollTop = top;
    } else if (top + this.#rowHeight > scrollTop + clientHeight - head) {
      this.#scroller.scrollTop = top + this.#rowHeight - clientHeight + head;
    }
    this.draw();
  }

  get rowsPerPage() {
    return Math.max(1, Math.floor(this.#scroller.clientHeight / this.#rowHeight) - 1);
  }

  /** The button of a row, at which its menu opens. */
  anchor(index) {
    return this.#drawn.get(index)?.querySelector(".more") ?? this.#grid;
  }

  #later() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.draw());
  }

  #row(entry, index) {
    const kind = kindOf(entry);
    const link = this.#link(entry);
    const bytes = entry.size === null || entry.type === "DIRECTORY" ? "" : format.size(entry.size);
    const modified = entry.modified === null ? "" : format.time(entry.modified);
    const row = element("div", { className: "row", role: "row", id: `row-${index}`, "aria-rowindex": index + 2 },
      element("span", { className: "c-check", role: "gridcell" },
        element("input", { type: "checkbox", tabIndex: -1, "aria-label": `Select ${entry.name}` })),
      element("span", { className: "c-name", role: "gridcell" }, icon(kind, `kind ${kind}`), link),
      element("span", { className: "c-size", role: "gridcell", title: bytes && format.exactSize(entry.size) }, bytes),
      element("span", { className: "c-time", role: "gridcell", title: entry.modified ?? "" }, modified),
      element("span", { className: "c-more", role: "gridcell" },
        element("button", { type: "button", className: "icon more", tabIndex: -1, "aria-label": `Actions for ${entry.name}`, "aria-haspopup": "menu" }, icon("more"))));
    row.style.transform = `translateY(${index * this.#rowHeight}px)`;
    row.dataset.index = index;
    return row;
  }

  #link(entry) {
    const shown = shownName(entry.name);
    const directory = entry.type === "DIRECTORY";
    const link = element("a", { tabIndex: -1, href: this.#handlers.href(entry), title: entry.name, draggable: false }, shown);
    if (!directory) {
      link.download = entry.name;
    }
    return link;
  }

  #mark(index) {
    const row = this.#drawn.get(index);
    const selected = this.#model.selected.has(this.#model.entries[index].path);
    row.setAttribute("aria-selected", selected);
    row.querySelector("input").checked = selected;
    row.classList.toggle("active", index === this.#model.cursor);
  }

  #markActive() {
    if (this.#drawn.has(this.#model.cursor)) {
      this.#grid.setAttribute("aria-activedescendant", `row-${this.#model.cursor}`);
    } else {
      this.#grid.removeAttribute("aria-activedescendant");
    }
  }

  #clicked(event) {
    const row = event.target.closest(".row");
    if (!row) {
      return;
    }
    const index = Number(row.dataset.index);
    const entry = this.#model.entries[index];
    const link = event.target.closest("a");
    const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (event.target.closest(".more")) {
      this.#handlers.cursor(index);
      this.#handlers.menu(entry, event.target.closest(".more"));
    } else if (link && !modified) {
      this.#handlers.cursor(index);
      if (entry.type === "DIRECTORY") {
        event.preventDefault();
        this.#handlers.open(entry);
      }
    } else if (!link) {
      this.#handlers.toggle(index, event.shiftKey);
      this.#grid.focus({ preventScroll: true });
    }
  }

  #contextMenu(event) {
    const row = event.target.closest(".row");
    if (row && !event.target.closest("a")) { // a link keeps the browser's own menu
      event.preventDefault();
      const index = Number(row.dataset.index);
      this.#handlers.cursor(index);
      this.#handlers.menu(this.#model.entries[index], row.querySelector(".more"));
    }
  }
}
