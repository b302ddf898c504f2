// Questions, each a modal dialog of the browser's own: it keeps the focus in and gives it back, and Escape closes it.

import { element, icon } from "./dom.js";

let number = 0;

/**
 * Shows a dialog until a button is pressed.
 *
 * @param buttons [{label, value, kind}], the last of which is the one for Enter
 * @param result reads what is to be given back, of the pressed button's value
 * @returns what result gives, or null where the dialog was dismissed
 */
function ask({ title, body, buttons, check = () => "", result = value => value, focus = null }) {
  return new Promise(resolve => {
    const id = `dialog-${++number}`;
    const error = element("p", { className: "error-text", role: "alert" });
    const form = element("form", { method: "dialog", noValidate: true },
      element("h2", { id }, title), ...body, error,
      element("div", { className: "buttons" }, ...buttons.map(({ label, value, kind }) =>
        element("button", { type: value === null ? "button" : "submit", value: value ?? "", className: kind ?? "plain", onclick: value === null ? () => dialog.close() : undefined }, label))));
    const dialog = element("dialog", { "aria-labelledby": id }, form);
    let given = null;
    form.addEventListener("submit", event => {
      const value = event.submitter?.value || buttons.at(-1).value;
      const wrong = check(value);
      error.textContent = wrong;
      if (wrong) {
        event.preventDefault();
      } else {
        given = result(value);
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(given);
    });
    // A press on the backdrop dismisses it; one that begins inside, as when text is selected, does not.
    dialog.addEventListener("pointerdown", event => {
      if (event.target === dialog) {
        dialog.close();
      }
    });
    document.body.append(dialog);
    dialog.showModal();
    (focus ?? form.querySelector(".buttons button:last-child")).focus();
  });
}

const cancel = { label: "Cancel", value: null };

/** Says a name as text within a sentence. */
const name = text => element("b", { className: "name" }, text);

/** What is wrong with a name as a part of a path. */
function wrongName(text) {
  if (!text) {
    return "A name is needed.";
  }
  if (text === "." || text === "..") {
    return "This name means a folder itself.";
  }
  return /[/\0\r\n]/.test(text) ? "A name has no slash and no line break." : "";
}

function askForText({ title, label, value, action, hint = "", wrong, select = value.length }) {
  const input = element("input", { type: "text", value, autocomplete: "off", spellcheck: false });
  const shown = ask({
    title,
    body: [element("label", {}, element("span", {}, label), input), hint ? element("p", { className: "hint" }, hint) : null].filter(Boolean),
    buttons: [cancel, { label: action, value: "ok", kind: "primary" }],
    check: () => wrong(input.value),
    result: () => input.value,
    focus: input,
  });
  input.setSelectionRange(0, select);
  return shown;
}

export const askForFolder = () => askForText({
  title: "New folder", label: "Name", value: "", action: "Create", wrong: wrongName,
});

/** Asks for another name; the extension of a file is left out of what is selected. */
export function askForName(old, isDirectory) {
  const dot = isDirectory ? -1 : old.lastIndexOf(".");
  return askForText({
    title: "Rename", label: "New name", value: old, action: "Rename", wrong: wrongName, select: dot > 0 ? dot : old.length,
  });
}

export const askForDestination = (what, directory) => askForText({
  title: `Move ${what}`,
  label: "To folder",
  value: directory,
  action: "Move",
  hint: "A path on this server, such as /reports/2026/. The folder has to be there.",
  wrong: path => path.startsWith("/") && !/[\0\r\n]/.test(path) ? "" : "A path begins with a slash.",
});

/** Asks before anything is deleted, and says so where that is more than it seems. */
export async function confirmDeletion(entries) {
  const directories = entries.filter(entry => entry.type === "DIRECTORY").length;
  const single = entries.length === 1;
  const what = single ? [name(entries[0].name)] : [`${entries.length} entries`];
  const warning = directories
    ? `${single ? "The folder and everything in it" : "Folders and everything in them"} will be deleted.` : "";
  return await ask({
    title: single && directories ? "Delete folder?" : "Delete?",
    body: [
      element("p", {}, "Delete ", ...what, "? This cannot be undone."),
      warning ? element("p", { className: "warning" }, icon("alert"), element("span", {}, warning)) : null,
    ].filter(Boolean),
    buttons: [cancel, { label: directories ? "Delete with contents" : "Delete", value: "delete", kind: "primary danger" }],
  }) === "delete";
}

export async function confirmReplacement(existing) {
  return await ask({
    title: "Replace?",
    body: [element("p", {}, "There is already ", name(existing), " at that place.")],
    buttons: [cancel, { label: "Replace", value: "replace", kind: "primary danger" }],
  }) === "replace";
}

/** Asks what shall become of a file whose name is taken; to dismiss the question is to skip the file. */
export async function askAboutConflict(upload, others) {
  const all = element("input", { type: "checkbox" });
  const answer = await ask({
    title: "This file is there already",
    body: [
      element("p", {}, "The folder has a file ", name(upload.label), "."),
      others ? element("label", { className: "check" }, all, element("span", {}, "Do the same with all others of this upload")) : null,
    ].filter(Boolean),
    buttons: [
      { label: "Skip", value: "skip" },
      { label: "Replace", value: "replace", kind: "plain danger" },
      { label: "Keep both", value: "keep", kind: "primary" },
    ],
  });
  return { answer: answer ?? "skip", all: answer !== null && all.checked };
}

const KEYS = [
  ["↑ ↓ Home End", "Go through the files"],
  ["Enter", "Open a folder, download a file"],
  ["Backspace", "Up one folder"],
  ["Space", "Select"],
  ["Shift ↑ ↓", "Select a range"],
  ["Ctrl A", "Select all"],
  ["F2", "Rename"],
  ["Delete", "Delete"],
  ["Shift F10", "All that can be done with an entry"],
  ["/", "Filter"],
  ["N", "New folder"],
  ["U", "Upload"],
  ["Escape", "Clear selection, then filter"],
];

export const showKeys = () => ask({
  title: "Keyboard",
  body: [element("dl", { className: "keys-list" }, ...KEYS.flatMap(([keys, meaning]) => [
    element("dt", {}, ...keys.split(/ (?![↑↓])/).map(key => element("kbd", {}, key))),
    element("dd", {}, meaning)]))],
  buttons: [{ label: "Close", value: "close", kind: "primary" }],
});
