// A menu that opens at a button or an entry; arrow keys go through it, Escape and a click elsewhere close it.

import { element, icon } from "./dom.js";

let close = () => {};

/**
 * Opens a menu below or above a rectangle.
 *
 * @param anchor what it belongs to
 * @param items [{label, icon, run, danger, href, download}]
 * @param back gets the focus afterwards
 */
export function openMenu(anchor, label, items, back) {
  close();
  const entries = items.map(item => menuItem(item));
  const menu = element("div", { className: "menu", role: "menu", "aria-label": label }, ...entries);
  close = () => {
    close = () => {};
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", leave);
    menu.remove();
  };
  const leave = () => {
    close();
    back.focus({ preventScroll: true });
  };
  const outside = event => {
    if (!menu.contains(event.target)) {
      close();
    }
  };
  menu.addEventListener("click", leave);
  menu.addEventListener("keydown", event => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      leave();
    } else {
      step(event, entries);
    }
    event.stopPropagation();
  });
  document.body.append(menu);
  put(menu, anchor);
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", leave);
  entries[0].focus();
}

function menuItem({ label, icon: iconName, run, danger, href, download }) {
  const content = [icon(iconName), element("span", {}, label)];
  const properties = { role: "menuitem", className: danger ? "danger" : "", tabIndex: -1 };
  return href
    ? element("a", { ...properties, href, download }, ...content)
    : element("button", { ...properties, type: "button", onclick: () => setTimeout(run) }, ...content);
}

function step(event, entries) {
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    entries[(to + entries.length) % entries.length].focus();
  }
}

function put(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const room = 8;
  const left = Math.min(at.right - menu.offsetWidth, window.innerWidth - menu.offsetWidth - room);
  const below = at.bottom + 4;
  const fits = below + menu.offsetHeight <= window.innerHeight - room;
  menu.style.left = `${Math.max(room, left)}px`;
  menu.style.top = `${fits ? below : Math.max(room, at.top - menu.offsetHeight - 4)}px`;
}
