// What was dropped or chosen, as names and files.

/** Reads what a drop holds. The entries are taken at once: they are gone when the event has been handled. */
export function dropped(transfer) {
  const items = Array.from(transfer.items ?? []).filter(item => item.kind === "file");
  const entries = items.map(item => item.webkitGetAsEntry?.() ?? null);
  if (entries.length && entries.every(entry => entry !== null)) {
    return collect(entries);
  }
  return Promise.resolve({ found: chosen(transfer.files), unreadable: [] });
}

/** Reads what an input holds; files of a chosen folder know their way below it. */
export function chosen(files) {
  return Array.from(files, file => ({
    segments: (file.webkitRelativePath || file.name).split("/"),
    file,
  }));
}

/** Walks folders without recursion, whose depth would be the visitor's to choose. */
async function collect(entries) {
  const found = [];
  const unreadable = [];
  const pending = entries.map(entry => ({ entry, folders: [] })).reverse();
  while (pending.length) {
    const { entry, folders } = pending.pop();
    const segments = [...folders, entry.name];
    try {
      if (entry.isFile) {
        found.push({ segments, file: await fileOf(entry) });
      } else {
        const children = await childrenOf(entry);
        if (!children.length) {
          found.push({ segments, file: null });
        }
        pending.push(...children.map(child => ({ entry: child, folders: segments })).reverse());
      }
    } catch {
      unreadable.push(segments.join("/"));
    }
  }
  return { found, unreadable };
}

const fileOf = entry => new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader gives a part of a folder at a time, and nothing at its end. */
async function childrenOf(directory) {
  const reader = directory.createReader();
  const children = [];
  for (;;) {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!part.length) {
      return children;
    }
    children.push(...part);
  }
}
