// The gateway's HTTP, with its errors in plain words.

import { Servers } from "./paths.js";

const TITLES = {
  0: "The gateway does not answer",
  400: "This name is not possible here",
  401: "You are not signed in",
  403: "You may not do that here",
  404: "This is not there",
  408: "The transfer came to a standstill",
  409: "That is not possible here",
  412: "Something of that name is there already",
  413: "The file is too large",
  423: "Somebody else is using it",
  429: "Too many requests",
  502: "The FTP server cannot be reached",
  503: "The FTP server is not available",
  504: "The FTP server did not answer in time",
  507: "The FTP server has no space left",
};

/** A request that failed: its title says what happened, its detail why, where the gateway knows. */
export class Problem extends Error {
  constructor(status, { title, detail, retryAfter = null } = {}) {
    super(title || TITLES[status] || `The gateway answered ${status}`);
    this.status = status;
    this.detail = detail || "";
    this.retryAfter = retryAfter;
  }

  /** Both in one sentence. */
  get text() {
    return this.detail && this.detail !== this.message ? `${this.message}: ${this.detail}` : this.message;
  }

  static unreachable() {
    return new Problem(0, { detail: "The network is down, or the gateway is." });
  }

  /** Reads what an answer says about its failure; the words of the status win, the gateway's own explain them. */
  static of(status, body, retryAfterHeader) {
    let said = {};
    try {
      said = JSON.parse(body) ?? {};
    } catch {
      // An answer of somebody else, a proxy for example: the status has to do.
    }
    const seconds = Number.parseInt(retryAfterHeader ?? "", 10);
    return new Problem(status, {
      title: TITLES[status] ?? text(said.title),
      detail: text(said.detail),
      retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    });
  }
}

const text = value => typeof value === "string" ? value : "";

async function request(method, url, { headers = {}, signal } = {}) {
  let response;
  try {
    // An address of its own: one that is relative would take over a login in the address of the page, which is refused.
    response = await fetch(location.origin + url, { method, headers, signal, cache: "no-store" });
  } catch (failure) {
    throw failure.name === "AbortError" ? failure : Problem.unreachable();
  }
  if (!response.ok) {
    throw Problem.of(response.status, await response.text().catch(() => ""), response.headers.get("Retry-After"));
  }
  return response;
}

async function json(url, signal) {
  const response = await request("GET", url, { headers: { Accept: "application/json" }, signal });
  try {
    return await response.json();
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new Problem(0, { title: "The listing broke off", detail: "The connection to the FTP server was lost." });
  }
}

export class Api {
  constructor(servers) {
    this.servers = servers;
  }

  /** Asks which servers there are. */
  static async connect(signal) {
    return new Api(new Servers(await json("/servers", signal)));
  }

  url(place) {
    return this.servers.url(place.server, place.path);
  }

  async list(place, signal) {
    const listing = await json(this.url(place), signal);
    return listing.entries;
  }

  async makeDirectory(place) {
    await request("MKCOL", this.url(place));
  }

  /** Moves on one server; what is there already is only replaced if that is wanted. */
  async move(from, to, { replace = false } = {}) {
    const headers = { Destination: this.url(to), Overwrite: replace ? "T" : "F" };
    await request("MOVE", this.url(from), { headers });
  }

  /** Deletes a file, or a directory with all that is in it. */
  async remove(place, isDirectory) {
    await request("DELETE", this.url(place), { headers: isDirectory ? { Depth: "infinity" } : {} });
  }

  async exists(place) {
    try {
      await request("HEAD", this.url(place));
      return true;
    } catch (problem) {
      if (problem.status === 404) {
        return false;
      }
      throw problem;
    }
  }

  /**
   * Sends a file, by XMLHttpRequest since fetch tells nothing about the progress of a body.
   *
   * @returns {{done: Promise<void>, abort: function(): void}}
   */
  upload(place, file, { replace, onProgress }) {
    const xhr = new XMLHttpRequest();
    const done = new Promise((resolve, reject) => {
      xhr.open("PUT", this.url(place));
      if (!replace) {
        xhr.setRequestHeader("If-None-Match", "*");
      }
      xhr.setRequestHeader("Content-Type", "application/octet-stream");
      xhr.upload.onprogress = event => onProgress(event.loaded);
      xhr.onerror = () => reject(Problem.unreachable());
      xhr.onabort = () => reject(new DOMException("cancelled", "AbortError"));
      xhr.onload = () => xhr.status >= 200 && xhr.status < 300
        ? resolve()
        : reject(Problem.of(xhr.status, xhr.responseText, xhr.getResponseHeader("Retry-After")));
      xhr.send(file);
    });
    return { done, abort: () => xhr.abort() };
  }
}
