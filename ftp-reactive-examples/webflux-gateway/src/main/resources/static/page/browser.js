// Where the visitor is: loads directories, keeps the address and the history in step, and shows what state that is in.

import { byId, element, icon, announce } from "./dom.js";
import { nameOf, parentOf, asDirectory } from "./paths.js";
import * as format from "./format.js";

export class Browser {
  #api;
  #folder;
  #table;
  #loading = null;
  #countdown = 0;
  place = null;
  /** Called when there are other entries to see. */
  onChange = () => {};

  constructor(api, folder, table) {
    this.#api = api;
    this.#folder = folder;
    this.#table = table;
    window.addEventListener("popstate", event => this.#come(this.#here(), event.state));
    byId("server").addEventListener("change", event => this.go({ server: event.target.value, path: "/" }));
    this.#showServers();
  }

  #here() {
    return this.#api.servers.place(location.pathname);
  }

  /** Begins with the place that the address names. */
  start() {
    const place = this.#here();
    history.replaceState(history.state, "", this.#api.url(place) + location.search);
    return this.#come(place, history.state);
  }

  /** Goes to a directory, as a step that "back" undoes. */
  go(place, pointAt = null) {
    this.#remember();
    history.pushState(null, "", this.#api.url(place));
    return this.#come(place, { pointAt });
  }

  up() {
    if (this.place.path !== "/") {
      this.go({ ...this.place, path: parentOf(this.place.path) }, this.place.path);
    }
  }

  /** Loads the same directory again, without taking away what is seen meanwhile. */
  reload(pointAt = null) {
    return this.#load({ pointAt, quiet: true });
  }

  /** Writes into the history where the cursor is, for the way back. */
  #remember() {
    const pointAt = this.#folder.current?.path ?? null;
    history.replaceState({ pointAt, scroll: byId("scroller").scrollTop }, "");
  }

  #come(place, state) {
    this.place = place;
    this.#folder.clear();
    this.onChange();
    this.#folder.filter = "";
    byId("filter").value = "";
    this.#showPlace();
    return this.#load({ pointAt: state?.pointAt ?? null, scroll: state?.scroll ?? null });
  }

  async #load({ pointAt, scroll = null, quiet = false }) {
    this.#loading?.abort();
    clearTimeout(this.#countdown);
    const controller = new AbortController();
    this.#loading = controller;
    const slow = quiet ? 0 : setTimeout(() => this.#showLoading(), 150);
    if (!quiet) {
      this.#table.redraw();
      this.#showNote(null);
      byId("summary").textContent = "Loading…";
    }
    byId("grid").setAttribute("aria-busy", "true");
    try {
      const entries = await this.#api.list(this.place, controller.signal);
      clearTimeout(slow);
      this.#folder.set(entries);
      this.#arrive(pointAt, scroll, quiet);
    } catch (failure) {
      clearTimeout(slow);
      if (!controller.signal.aborted) {
        this.#folder.clear();
        this.#table.redraw();
        this.#showProblem(failure);
      }
    } finally {
      if (this.#loading === controller) {
        this.#loading = null;
        byId("grid").removeAttribute("aria-busy");
      }
    }
  }

  #arrive(pointAt, scroll, quiet) {
    const found = pointAt !== null && this.#folder.point(pointAt);
    this.changed();
    if (scroll !== null) {
      byId("scroller").scrollTop = scroll;
    }
    if (found) {
      this.#table.reveal(this.#folder.cursor);
    } else if (!quiet && scroll === null) {
      byId("scroller").scrollTop = 0;
    }
    if (!quiet) {
      announce(`${this.#title()}, ${format.count(this.#folder.total, "entry", "entries")}`);
    }
  }

  /** Shows the folder as it is now: other entries, another order, another filter. */
  changed() {
    this.#table.redraw();
    this.onChange();
    this.#showSummary();
    const { entries, total, filter } = this.#folder;
    if (entries.length) {
      this.#showNote(null);
    } else if (total) {
      this.#showNote({
        icon: "search", title: `Nothing here is called “${filter}”`, text: `${format.count(total, "entry", "entries")} without the filter.`,
        action: { label: "Clear the filter", run: () => this.setFilter("") },
      });
    } else {
      this.#showNote({ icon: "folder", title: "This folder is empty", text: "Drop files or folders here, or use Upload." });
    }
  }

  setFilter(text) {
    byId("filter").value = text;
    this.#folder.setFilter(text);
    byId("scroller").scrollTop = 0;
    this.changed();
  }

  #title() {
    return nameOf(this.place.path) || this.place.server || "Files";
  }

  #showPlace() {
    document.title = `${this.#title()} – Files`;
    byId("up").disabled = this.place.path === "/";
    byId("server").value = this.place.server;
    const names = this.place.path.split("/").filter(Boolean);
    let path = "/";
    const start = this.#api.servers.list.length > 1 ? "Files" : this.place.server ?? "Files";
    const steps = [["/", start], ...names.map(name => [path += `${name}/`, name])];
    byId("crumbs").replaceChildren(...steps.map(([to, name], index) => this.#crumb(to, name, index === steps.length - 1)));
    byId("crumbs").lastChild.scrollIntoView({ block: "nearest", inline: "end" });
  }

  #crumb(path, name, isLast) {
    const place = { ...this.place, path: asDirectory(path) };
    const link = element("a", { href: this.#api.url(place), title: name }, name);
    if (isLast) {
      link.setAttribute("aria-current", "page");
    }
    link.addEventListener("click", event => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        this.go(place, isLast ? null : this.place.path);
      }
    });
    return element("li", {}, link);
  }

  #showServers() {
    const { list } = this.#api.servers;
    byId("server-label").hidden = list.length < 2;
    byId("server").replaceChildren(...list.map(({ name }) => element("option", { value: name }, name)));
  }

  #showSummary() {
    const { entries, total, bytes } = this.#folder;
    const counted = entries.length === total
      ? format.count(total, "entry", "entries")
      : `${entries.length.toLocaleString()} of ${format.count(total, "entry", "entries")}`;
    byId("summary").textContent = bytes ? `${counted} · ${format.size(bytes)}` : counted;
  }

  #showLoading() {
    const bones = Array.from({ length: 8 }, () => element("div", { className: "bone" }));
    const note = byId("note");
    note.className = "note loading";
    note.replaceChildren(...bones);
    note.hidden = false;
  }

  #showProblem(problem) {
    const again = { label: "Try again", run: () => this.#load({ pointAt: null }) };
    byId("summary").textContent = "";
    if (problem.status === 401) {
      again.label = "Sign in";
      again.run = () => location.reload();
    }
    this.#showNote({ icon: "alert", title: problem.message, text: problem.detail ?? "", action: again, error: true });
    if (problem.status === 503 && problem.retryAfter !== null) {
      this.#countDown(Math.max(1, problem.retryAfter));
    }
  }

  /** Tries again when the gateway said that it makes sense, and says when that is. */
  #countDown(seconds) {
    if (seconds <= 0) {
      this.#load({ pointAt: null });
      return;
    }
    byId("note-more").textContent = `Tries again in ${seconds} s.`;
    this.#countdown = setTimeout(() => this.#countDown(seconds - 1), 1000);
  }

  #showNote(said) {
    const note = byId("note");
    note.hidden = said === null;
    if (said === null) {
      return;
    }
    note.className = said.error ? "note error" : "note";
    note.replaceChildren(...[
      icon(said.icon),
      element("h2", { role: said.error ? "alert" : null }, said.title),
      element("p", {}, said.text),
      said.action ? element("button", { type: "button", className: "plain", onclick: said.action.run }, said.action.label) : null,
      element("p", { className: "hint", id: "note-more" }),
    ].filter(Boolean));
  }
}
