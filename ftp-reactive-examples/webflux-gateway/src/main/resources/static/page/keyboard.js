// The keyboard. Within the table all keys work; shortcuts of the whole page do not while text is typed or a dialog is open.

import { byId } from "./dom.js";

const typing = target => target.closest("input:not([type=checkbox]), select, textarea") !== null;

/**
 * @param commands {cursor(index), extend(index), toggle(), open(), up(), remove(), rename(), menu(), selectAll(), escape(),
 *     filter(), newFolder(), upload(), help()}
 */
export function listenToKeys(folder, table, commands) {
  byId("grid").addEventListener("keydown", event => {
    if (event.target.closest("button")) {
      return; // Enter on a column sorts
    }
    const command = inTable(event, folder, table, commands);
    if (command) {
      event.preventDefault();
      event.stopPropagation();
      command();
    }
  });
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    const command = typing(event.target) ? null : onPage(event, commands);
    if (command) {
      event.preventDefault();
      command();
    }
  });
  byId("filter").addEventListener("keydown", event => inFilter(event, folder, commands));
}

function inTable(event, folder, table, commands) {
  const page = table.rowsPerPage;
  const to = {
    ArrowDown: folder.cursor + 1,
    ArrowUp: folder.cursor - 1,
    PageDown: folder.cursor + page,
    PageUp: folder.cursor - page,
    Home: 0,
    End: folder.entries.length - 1,
  }[event.key];
  if (to !== undefined) {
    return () => event.shiftKey ? commands.extend(to) : commands.cursor(to);
  }
  if (event.key === "F10" && event.shiftKey) {
    return commands.menu;
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") {
    return commands.selectAll;
  }
  return event.ctrlKey || event.metaKey || event.altKey ? undefined : {
    Enter: commands.open,
    " ": commands.toggle,
    Delete: commands.remove,
    F2: commands.rename,
    ContextMenu: commands.menu,
  }[event.key];
}

function onPage(event, commands) {
  return {
    "/": commands.filter,
    "?": commands.help,
    Backspace: commands.up,
    Escape: commands.escape,
    n: commands.newFolder,
    u: commands.upload,
  }[event.key];
}

/** From the filter one goes on into what it shows. */
function inFilter(event, folder, commands) {
  if (event.key === "ArrowDown" || event.key === "Enter") {
    event.preventDefault();
    byId("grid").focus();
    commands.cursor(folder.cursor);
  } else if (event.key === "Escape") {
    event.preventDefault();
    commands.escape();
    byId("grid").focus();
  }
}
