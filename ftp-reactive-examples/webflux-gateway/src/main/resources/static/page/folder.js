// The entries of one directory: sorted, filtered, selected.

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

const COMPARE = {
  name: (a, b) => collator.compare(a.name, b.name) || (a.name < b.name ? -1 : 1),
  size: (a, b) => (a.size ?? -1) - (b.size ?? -1),
  modified: (a, b) => (a.modified ?? "").localeCompare(b.modified ?? ""),
};

const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export class Folder {
  #all = [];
  #searchable = new Map();
  /** What is shown, in this order. */
  entries = [];
  /** Paths, which outlive sorting and loading again. */
  selected = new Set();
  cursor = -1;
  filter = "";
  sort = { by: "name", descending: false };
  #anchor = -1;

  get total() {
    return this.#all.length;
  }

  get current() {
    return this.entries[this.cursor] ?? null;
  }

  /** What an action is about: all that is selected, else the entry at the cursor. */
  get chosen() {
    const selected = this.#all.filter(entry => this.selected.has(entry.path));
    return selected.length ? selected : [this.current].filter(Boolean);
  }

  /** What is counted below: all sizes that are known. */
  get bytes() {
    return this.entries.reduce((sum, entry) => sum + (entry.type === "DIRECTORY" ? 0 : entry.size ?? 0), 0);
  }

  /** Takes a new listing; cursor and selection stay with what is still there. */
  set(entries) {
    this.#all = entries;
    this.#searchable = new Map(entries.map(entry => [entry, plain(entry.name)]));
    this.#arrange();
  }

  clear() {
    this.#all = [];
    this.entries = [];
    this.selected.clear();
    this.cursor = -1;
    this.#anchor = -1;
  }

  setFilter(text) {
    this.filter = text;
    this.#arrange();
  }

  /** Sorts by a column, the other way round where it is sorted by that already. */
  sortBy(by) {
    this.sort = { by, descending: this.sort.by === by && !this.sort.descending };
    this.#arrange();
  }

  /** Puts the cursor on a path, if it is shown. */
  point(path) {
    const index = this.entries.findIndex(entry => entry.path === path || `${entry.path}/` === path);
    if (index >= 0) {
      this.move(index);
    }
    return index >= 0;
  }

  move(index) {
    this.cursor = Math.max(0, Math.min(index, this.entries.length - 1));
    this.#anchor = this.cursor;
  }

  /** Selects an entry or no longer; with a range, all from where the cursor was. */
  toggle(index, range) {
    if (range && this.#anchor >= 0) {
      const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
      this.selected.clear();
      this.entries.slice(from, to + 1).forEach(entry => this.selected.add(entry.path));
      this.cursor = index;
      return;
    }
    const { path } = this.entries[index];
    if (!this.selected.delete(path)) {
      this.selected.add(path);
    }
    this.move(index);
  }

  extendTo(index) {
    if (this.entries.length) {
      this.toggle(Math.max(0, Math.min(index, this.entries.length - 1)), true);
    }
  }

  selectAll(all) {
    this.selected.clear();
    if (all) {
      this.entries.forEach(entry => this.selected.add(entry.path));
    }
  }

  /** Nothing is selected that is not shown: a visitor must not delete what he does not see. */
  #keepSelected(entries) {
    const shown = new Set(entries.map(entry => entry.path));
    this.selected.forEach(path => shown.has(path) || this.selected.delete(path));
  }

  #arrange() {
    const at = this.current?.path;
    const wanted = plain(this.filter.trim());
    const compare = COMPARE[this.sort.by];
    const sign = this.sort.descending ? -1 : 1;
    this.entries = this.#all
      .filter(entry => this.#searchable.get(entry).includes(wanted))
      .sort((a, b) => (b.type === "DIRECTORY") - (a.type === "DIRECTORY")
        || sign * compare(a, b) || COMPARE.name(a, b));
    this.#keepSelected(this.entries);
    this.cursor = this.entries.findIndex(entry => entry.path === at);
    if (this.cursor < 0) {
      this.cursor = this.entries.length ? 0 : -1;
    }
    this.#anchor = this.cursor;
  }
}
