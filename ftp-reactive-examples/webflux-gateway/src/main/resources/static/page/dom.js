// Builds elements. Text is only ever text: no function of this page takes markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element. Properties beginning with "on" are listeners, those with a hyphen and "role" are attributes, the
 * others are properties of the element; children are elements or text, and null is left out.
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) {
      continue;
    }
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), value);
    } else if (name.includes("-") || name === "role") {
      made.setAttribute(name, value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children.filter(child => child !== null));
  return made;
}

export function icon(name, className = "") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  if (className) {
    svg.setAttribute("class", className);
  }
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const byId = id => document.getElementById(id);

/** Tells assistive technology what has happened, without moving the focus. */
export function announce(text) {
  byId("status").textContent = text;
}

/** Shows a message for a while; an error stays until it is closed. */
export function toast(text, { error = false, action = null } = {}) {
  const close = () => shown.remove();
  const shown = element("div", { className: error ? "toast error" : "toast", role: error ? "alert" : "status" },
    icon(error ? "alert" : "check"),
    element("span", {}, text),
    action && element("button", { type: "button", className: "small", onclick: () => { close(); action.run(); } }, action.label),
    element("button", { type: "button", className: "icon", "aria-label": "Close this message", onclick: close }, icon("close")));
  const toasts = byId("toasts");
  toasts.append(shown);
  while (toasts.children.length > 3) {
    toasts.firstChild.remove();
  }
  if (!error) {
    setTimeout(close, 5000);
  }
}
