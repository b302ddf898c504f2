// Puts the page together.

import { byId, element, icon, toast } from "./dom.js";
import { Api } from "./api.js";
import { Folder } from "./folder.js";
import { Table } from "./table.js";
import { Browser } from "./browser.js";
import { Actions } from "./actions.js";
import { Uploads } from "./uploads.js";
import { QueueView } from "./queue-view.js";
import { chosen, dropped } from "./dropped.js";
import { listenToKeys } from "./keyboard.js";
import { openMenu } from "./menu.js";
import * as dialogs from "./dialogs.js";

const THEMES = ["system", "light", "dark"];

function themes() {
  const button = byId("theme");
  let theme = document.documentElement.dataset.theme ?? "system";
  const show = () => {
    if (theme === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    button.title = `Theme: ${theme}`;
    button.setAttribute("aria-label", `Theme: ${theme}. Change it`);
    button.replaceChildren(icon(`theme-${theme}`));
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // It lasts as long as the page then.
    }
    show();
  });
  show();
}

/** Drops anywhere on the page go to the folder that is shown. */
function acceptDrops(browser, upload) {
  const zone = byId("dropzone");
  const bringsFiles = event => Array.from(event.dataTransfer?.types ?? []).includes("Files");
  let depth = 0;
  const leave = () => {
    depth = 0;
    zone.hidden = true;
  };
  document.addEventListener("dragenter", event => {
    if (bringsFiles(event)) {
      event.preventDefault();
      depth++;
      byId("drop-target").textContent = `Drop into ${browser.place.path}`;
      zone.hidden = false;
    }
  });
  document.addEventListener("dragleave", () => --depth <= 0 && leave());
  document.addEventListener("dragover", event => {
    if (bringsFiles(event)) {
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    }
  });
  document.addEventListener("drop", async event => {
    leave();
    if (bringsFiles(event)) {
      event.preventDefault();
      const { place } = browser;
      const { found, unreadable } = await dropped(event.dataTransfer);
      upload(place, found);
      if (unreadable.length) {
        toast(`The browser could not read ${unreadable.slice(0, 3).join(", ")}`, { error: true });
      }
    }
  });
}

function chooseFiles(browser, upload) {
  for (const id of ["choose-files", "choose-folder"]) {
    byId(id).addEventListener("change", event => {
      upload(browser.place, chosen(event.target.files));
      event.target.value = ""; // so that the same may be chosen again
    });
  }
  byId("upload").addEventListener("click", () => byId("choose-files").click());
  byId("upload-more").addEventListener("click", event => openMenu(event.currentTarget, "Upload", [
    { label: "Files…", icon: "file", run: () => byId("choose-files").click() },
    { label: "A folder…", icon: "folder", run: () => byId("choose-folder").click() },
  ], event.currentTarget));
}

/** Loads the shown folder again when something new has come into it, though not for each file anew. */
function reloadAfterUploads(uploads, browser) {
  let timer = 0;
  uploads.addEventListener("stored", ({ detail: { batch: { place } } }) => {
    if (!timer && place.server === browser.place.server && place.path === browser.place.path) {
      timer = setTimeout(() => {
        timer = 0;
        browser.reload();
      }, uploads.totals.open ? 1500 : 0);
    }
  });
  uploads.addEventListener("change", () => {
    if (timer && !uploads.totals.open) {
      clearTimeout(timer);
      timer = 0;
      browser.reload();
    }
  });
  window.addEventListener("beforeunload", event => uploads.totals.open && event.preventDefault());
}

function showSelection(folder) {
  const { selected, entries } = folder;
  const count = selected.size;
  byId("selection").hidden = count === 0;
  byId("creation").hidden = count > 0;
  byId("selected-count").textContent = `${count.toLocaleString()} selected`;
  byId("rename-selected").hidden = count !== 1;
  byId("download-selected").hidden = folder.chosen.every(entry => entry.type === "DIRECTORY");
  const all = byId("select-all");
  all.checked = entries.length > 0 && count >= entries.length;
  all.indeterminate = count > 0 && !all.checked;
  all.disabled = entries.length === 0;
}

function showSort({ by, descending }) {
  for (const column of document.querySelectorAll("[data-sort]")) {
    if (column.dataset.sort === by) {
      column.setAttribute("aria-sort", descending ? "descending" : "ascending");
    } else {
      column.removeAttribute("aria-sort");
    }
  }
}

function menuOf(entry, actions) {
  const isDirectory = entry.type === "DIRECTORY";
  return [
    isDirectory
      ? { label: "Open", icon: "folder", run: () => actions.open(entry) }
      : { label: "Download", icon: "download", href: actions.href(entry), download: entry.name },
    ...entry.type === "LINK" ? [{ label: "Open as a folder", icon: "folder", run: () => actions.enter(entry) }] : [],
    { label: "Rename…", icon: "rename", run: () => actions.rename(entry) },
    { label: "Move…", icon: "move", run: () => actions.move([entry]) },
    { label: "Copy address", icon: "link", run: () => actions.copyAddress(entry) },
    { label: "Delete…", icon: "delete", danger: true, run: () => actions.remove([entry]) },
  ];
}

async function start(api) {
  const folder = new Folder();
  const grid = byId("grid");
  const onSelection = () => {
    table.draw();
    showSelection(folder);
  };
  const showMenu = (entry, anchor) => openMenu(anchor, `Actions for ${entry.name}`, menuOf(entry, actions), grid);
  const table = new Table(folder, {
    href: entry => actions.href(entry),
    open: entry => actions.open(entry),
    menu: showMenu,
    cursor: index => {
      folder.move(index);
      table.draw();
    },
    toggle: (index, range) => {
      folder.toggle(index, range);
      onSelection();
    },
  });
  const browser = new Browser(api, folder, table);
  const actions = new Actions(api, folder, browser);
  browser.onChange = () => showSelection(folder);

  const uploads = new Uploads(api, upload =>
    dialogs.askAboutConflict(upload, uploads.items.some(item => item !== upload && item.isOpen && item.batch === upload.batch)));
  new QueueView(uploads);
  const upload = (place, found) => found.length && uploads.add(place, found);
  acceptDrops(browser, upload);
  chooseFiles(browser, upload);
  reloadAfterUploads(uploads, browser);

  const act = action => () => folder.chosen.length && action(folder.chosen);
  const unselect = () => {
    folder.selectAll(false);
    onSelection();
  };
  const commands = {
    cursor: index => {
      folder.move(index);
      table.reveal(folder.cursor);
    },
    extend: index => {
      folder.extendTo(index);
      table.reveal(folder.cursor);
      onSelection();
    },
    toggle: () => {
      if (folder.current) {
        folder.toggle(folder.cursor, false);
        onSelection();
      }
    },
    open: () => folder.current && actions.open(folder.current),
    up: () => browser.up(),
    remove: act(entries => actions.remove(entries)),
    rename: () => folder.current && actions.rename(folder.current),
    menu: () => folder.current && showMenu(folder.current, table.anchor(folder.cursor)),
    selectAll: () => {
      folder.selectAll(true);
      onSelection();
    },
    escape: () => folder.selected.size ? unselect() : browser.setFilter(""),
    filter: () => byId("filter").select(),
    newFolder: () => actions.newFolder(),
    upload: () => byId("choose-files").click(),
    help: () => dialogs.showKeys(),
  };
  listenToKeys(folder, table, commands);

  const click = (id, run) => byId(id).addEventListener("click", run);
  click("up", commands.up);
  click("help", commands.help);
  click("new-folder", commands.newFolder);
  click("refresh", () => browser.reload());
  click("unselect", unselect);
  click("download-selected", act(entries => actions.download(entries)));
  click("rename-selected", act(([entry]) => actions.rename(entry)));
  click("move-selected", act(entries => actions.move(entries)));
  click("delete-selected", act(entries => actions.remove(entries)));
  byId("select-all").addEventListener("change", event => {
    folder.selectAll(event.target.checked);
    onSelection();
  });
  byId("filter").addEventListener("input", event => browser.setFilter(event.target.value));
  for (const column of document.querySelectorAll("[data-sort]")) {
    column.firstElementChild.addEventListener("click", () => {
      folder.sortBy(column.dataset.sort);
      showSort(folder.sort);
      browser.changed();
    });
  }
  showSort(folder.sort);
  if (!matchMedia("(pointer: coarse)").matches) { // a finger needs no cursor
    grid.focus({ preventScroll: true });
  }
  await browser.start();
}

/** Shows why there is nothing to show. */
function showFailure(problem) {
  const note = byId("note");
  note.className = "note error";
  note.replaceChildren(icon("alert"),
    element("h2", { role: "alert" }, problem.message),
    element("p", {}, problem.detail ?? ""),
    element("button", { type: "button", className: "plain", onclick: () => location.reload() }, problem.status === 401 ? "Sign in" : "Try again"));
  note.hidden = false;
}

themes();
Api.connect().then(start).catch(showFailure);
