// What is done with entries: made, renamed, moved, deleted, downloaded.

import { announce, element, toast } from "./dom.js";
import { asDirectory, inside, nameOf } from "./paths.js";
import * as dialogs from "./dialogs.js";
import * as format from "./format.js";

/** Requests at a time where many entries are dealt with. */
const PARALLEL = 4;

export class Actions {
  #api;
  #folder;
  #browser;

  constructor(api, folder, browser) {
    this.#api = api;
    this.#folder = folder;
    this.#browser = browser;
  }

  href(entry) {
    return this.#api.url(this.#place(entry));
  }

  #place(entry) {
    const path = entry.type === "DIRECTORY" ? asDirectory(entry.path) : entry.path;
    return { ...this.#browser.place, path };
  }

  open(entry) {
    if (entry.type === "DIRECTORY") {
      this.#browser.go(this.#place(entry));
    } else {
      this.download([entry]);
    }
  }

  /** Goes into a link, which may be one to a directory. */
  enter(entry) {
    this.#browser.go({ ...this.#browser.place, path: asDirectory(entry.path) });
  }

  download(entries) {
    const files = entries.filter(entry => entry.type !== "DIRECTORY");
    if (!files.length) {
      toast("A folder cannot be downloaded as a whole: open it.", { error: true });
    }
    for (const entry of files) {
      const link = element("a", { href: this.href(entry), download: entry.name, hidden: true });
      document.body.append(link);
      link.click();
      link.remove();
    }
  }

  async copyAddress(entry) {
    try {
      await navigator.clipboard.writeText(new URL(this.href(entry), location.href).href);
      toast("The address is copied");
    } catch {
      toast("The browser does not let this page copy", { error: true });
    }
  }

  async newFolder() {
    const name = await dialogs.askForFolder();
    if (name === null) {
      return;
    }
    const place = this.#browser.place;
    const path = inside(place.path, name);
    await this.#attempt(async () => {
      await this.#api.makeDirectory({ ...place, path: asDirectory(path) });
      announce(`Folder ${name} is there`);
      await this.#browser.reload(path);
    }, { 405: "Something of that name is there already" });
  }

  async rename(entry) {
    const directory = entry.type === "DIRECTORY";
    const name = await dialogs.askForName(entry.name, directory);
    if (name === null || name === entry.name) {
      return;
    }
    const to = inside(this.#browser.place.path, name);
    await this.#attempt(async () => {
      if (await this.#move(entry, to)) {
        announce(`${entry.name} is now ${name}`);
        await this.#browser.reload(to);
      }
    });
  }

  async move(entries) {
    const what = entries.length === 1 ? "“" + entries[0].name + "”" : format.count(entries.length, "entry", "entries");
    const directory = await dialogs.askForDestination(what, this.#browser.place.path);
    if (directory === null || asDirectory(directory) === this.#browser.place.path) {
      return;
    }
    let moved = 0;
    await this.#attempt(async () => {
      for (const entry of entries) {
        moved += await this.#move(entry, inside(directory, entry.name)) ? 1 : 0;
      }
    });
    if (moved) {
      const place = { ...this.#browser.place, path: asDirectory(directory) };
      toast(`Moved ${format.count(moved, "entry", "entries")} to ${directory}`,
        { action: { label: "Go there", run: () => this.#browser.go(place) } });
    }
    await this.#browser.reload();
  }

  /** Moves one entry, and asks where something is in its place; tells whether it was moved. */
  async #move(entry, to) {
    const from = this.#place(entry);
    const target = { ...from, path: entry.type === "DIRECTORY" ? asDirectory(to) : to };
    try {
      await this.#api.move(from, target);
    } catch (problem) {
      if (problem.status !== 412) {
        throw problem;
      }
      if (!await dialogs.confirmReplacement(nameOf(to))) {
        return false;
      }
      await this.#api.move(from, target, { replace: true });
    }
    return true;
  }

  async remove(entries) {
    if (!entries.length || !await dialogs.confirmDeletion(entries)) {
      return;
    }
    const next = this.#folder.entries[this.#folder.cursor + 1] ?? this.#folder.entries[this.#folder.cursor - 1];
    const pending = [...entries];
    const failures = [];
    const work = async () => {
      for (let entry = pending.shift(); entry; entry = pending.shift()) {
        try {
          await this.#api.remove(this.#place(entry), entry.type === "DIRECTORY");
        } catch (problem) {
          failures.push(`${entry.name}: ${problem.text ?? problem.message}`);
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    const deleted = entries.length - failures.length;
    if (deleted) {
      toast(deleted === 1 && entries.length === 1 ? `Deleted ${entries[0].name}` : `Deleted ${format.count(deleted, "entry", "entries")}`);
    }
    if (failures.length) {
      const more = failures.length > 1 ? ` (and ${failures.length - 1} more)` : "";
      toast(`Could not delete ${failures[0]}${more}`, { error: true });
    }
    await this.#browser.reload(next?.path ?? null);
  }

  async #attempt(action, words = {}) {
    try {
      await action();
    } catch (problem) {
      toast(words[problem.status] ?? problem.text ?? problem.message, { error: true });
    }
  }
}
