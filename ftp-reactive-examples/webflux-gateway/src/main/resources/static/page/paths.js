// Places: a server and a path on it. A place is {server, path}; a path is absolute, and that of a directory ends with "/".

/** What a lone surrogate stands for in a name: one byte that is no UTF-8. */
const LOWEST_BYTE = 0xdc00;

/** Encodes one segment of a path; a byte that is no UTF-8 goes as that byte. */
function encodeSegment(segment) {
  return Array.from(segment, character => {
    const code = character.codePointAt(0);
    if (code >= 0xd800 && code <= 0xdfff) {
      return code >= LOWEST_BYTE + 0x80 && code <= LOWEST_BYTE + 0xff
        ? `%${(code - LOWEST_BYTE).toString(16).toUpperCase()}`
        : "%EF%BF%BD";
    }
    return encodeURIComponent(character);
  }).join("");
}

function decodeSegment(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return decodeBytes(segment);
  }
}

/** Decodes what is not UTF-8 throughout, in the manner of the server's own names. */
function decodeBytes(segment) {
  return segment.replace(/(?:%[0-9a-f]{2})+/gi, run => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run.replace(/%([0-9a-f]{2})/gi, (_, hex) => {
        const byte = parseInt(hex, 16);
        return String.fromCharCode(byte < 0x80 ? byte : LOWEST_BYTE + byte);
      });
    }
  });
}

export const encodePath = path => path.split("/").map(encodeSegment).join("/");

export const parentOf = path => path.replace(/[^/]*\/?$/, "") || "/";

export const nameOf = path => path.replace(/\/$/, "").replace(/^.*\//s, "");

export const asDirectory = path => path.endsWith("/") ? path : `${path}/`;

/** The path of something in a directory. */
export const inside = (directory, name) => asDirectory(directory) + name;

/**
 * Where the gateway keeps the files of each server: the primary one is at /files, each other one below /servers.
 */
export class Servers {
  constructor(list) {
    this.list = list;
    this.primary = list.find(server => server.primary)?.name ?? null;
  }

  /** The URL of a place. */
  url(server, path) {
    const base = server === null || server === this.primary ? "/files" : `/servers/${encodeSegment(server)}/files`;
    return base + encodePath(path);
  }

  /** The place that a URL of this page names; anything else is the start of the primary server. */
  place(pathname) {
    const found = /^(?:\/servers\/([^/]+))?\/files(\/.*)?$/.exec(pathname);
    if (!found) {
      return { server: this.primary, path: "/" };
    }
    const path = (found[2] ?? "/").split("/").map(decodeSegment).join("/");
    return { server: found[1] ? decodeSegment(found[1]) : this.primary, path: asDirectory(path) };
  }
}
