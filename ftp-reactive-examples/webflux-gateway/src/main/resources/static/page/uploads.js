// The queue of uploads. It knows no element of the page: whoever shows it listens for "change".

import { inside, asDirectory } from "./paths.js";

const PARALLEL = 3;
const ATTEMPTS_WHILE_BUSY = 8;
/** From this size on it pays to ask for a name first, rather than to send all and be refused. */
const WORTH_ASKING = 1024 * 1024;
const OPEN = new Set(["waiting", "asking", "active"]);

/** Bytes per second over the last few seconds. */
class Speed {
  static #SPAN = 4000;
  #samples = [];

  add(bytes, now = performance.now()) {
    this.#samples.push({ bytes, now });
    while (this.#samples.length > 2 && now - this.#samples[0].now > Speed.#SPAN) {
      this.#samples.shift();
    }
  }

  get perSecond() {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    return first && last.now > first.now ? Math.max(0, (last.bytes - first.bytes) / (last.now - first.now) * 1000) : 0;
  }
}

/** One file on its way, or one folder that has nothing in it (file is null). */
class Upload {
  state = "waiting"; // asking, active, done, failed, cancelled, skipped
  loaded = 0;
  problem = null;
  replace = false;
  notBefore = 0;
  busyAttempts = 0;
  speed = new Speed();
  request = null;
  /** Counts its attempts: what an attempt that was given up still has to say is not heard. */
  turn = 0;

  constructor(id, batch, segments, file) {
    this.id = id;
    this.batch = batch;
    this.folders = segments.slice(0, -1);
    this.name = segments.at(-1);
    this.file = file;
    this.total = file?.size ?? 0;
  }

  get isOpen() {
    return OPEN.has(this.state);
  }

  /** The path below the directory that it was dropped into. */
  get label() {
    return [...this.folders, this.name].join("/");
  }

  get secondsLeft() {
    const speed = this.speed.perSecond;
    return speed > 0 ? (this.total - this.loaded) / speed : null;
  }
}

export class Uploads extends EventTarget {
  #api;
  #ask;
  #questions = Promise.resolve();
  #nextId = 1;
  #timer = 0;
  #speed = new Speed();
  #sent = 0;
  items = [];

  /**
   * @param ask shows what is there already: (upload) -> Promise of {answer: "replace"|"keep"|"skip", all: boolean}
   */
  constructor(api, ask) {
    super();
    this.#api = api;
    this.#ask = ask;
  }

  /**
   * Puts files into the queue.
   *
   * @param place the directory that they go to
   * @param found [{segments, file}] with the names of folders and, last, of the file
   */
  add(place, found) {
    const batch = { place, made: new Map(), answer: null };
    for (const { segments, file } of found) {
      this.items.push(new Upload(this.#nextId++, batch, segments, file));
    }
    this.#changed();
    this.#pump();
  }

  cancel(item) {
    if (!item.isOpen) {
      return;
    }
    item.turn++;
    item.request?.abort();
    this.#end(item, "cancelled");
  }

  retry(item) {
    if (item.state === "failed" || item.state === "cancelled" || item.state === "skipped") {
      Object.assign(item, { state: "waiting", loaded: 0, problem: null, busyAttempts: 0, notBefore: 0 });
      item.speed = new Speed();
      this.#changed();
      this.#pump();
    }
  }

  cancelAll() {
    this.items.filter(item => item.isOpen).forEach(item => this.cancel(item));
  }

  retryFailed() {
    this.items.filter(item => item.state === "failed").forEach(item => this.retry(item));
  }

  clear() {
    this.items = this.items.filter(item => item.isOpen);
    this.#changed();
  }

  /** What is shown of all of them together. */
  get totals() {
    const totals = { waiting: 0, asking: 0, active: 0, done: 0, failed: 0, cancelled: 0, skipped: 0, loaded: 0, total: 0 };
    for (const item of this.items) {
      totals[item.state]++;
      if (item.isOpen || item.state === "done") {
        totals.loaded += item.state === "done" ? item.total : item.loaded;
        totals.total += item.total;
      }
    }
    totals.open = totals.waiting + totals.asking + totals.active;
    totals.perSecond = totals.active ? this.#speed.perSecond : 0;
    totals.secondsLeft = totals.perSecond > 0 ? (totals.total - totals.loaded) / totals.perSecond : null;
    return totals;
  }

  #pump() {
    clearTimeout(this.#timer);
    const now = Date.now();
    let free = PARALLEL - this.items.filter(item => item.state === "active").length;
    let next = Infinity;
    for (const item of this.items) {
      if (free <= 0) {
        return;
      }
      if (item.state === "waiting" && item.notBefore <= now) {
        free--;
        this.#run(item);
      } else if (item.state === "waiting") {
        next = Math.min(next, item.notBefore);
      }
    }
    if (next < Infinity) {
      this.#timer = setTimeout(() => this.#pump(), next - now);
    }
  }

  async #run(item) {
    const turn = ++item.turn;
    item.state = "active";
    item.problem = null;
    this.#changed();
    try {
      const directory = await this.#directories(item);
      if (item.file && item.turn === turn) {
        await this.#send(item, directory, turn);
      }
      if (item.turn === turn) {
        this.#end(item, "done");
      }
    } catch (failure) {
      if (item.turn === turn) {
        this.#failed(item, failure);
      }
    }
  }

  async #send(item, directory, turn) {
    const place = { ...item.batch.place, path: inside(directory, item.name) };
    if (!item.replace && item.total >= WORTH_ASKING && await this.#api.exists(place)) {
      throw Object.assign(new Error("exists"), { status: 412 });
    }
    if (item.turn !== turn) {
      return;
    }
    let before = 0;
    item.loaded = 0;
    item.request = this.#api.upload(place, item.file, {
      replace: item.replace,
      onProgress: loaded => {
        // The bytes of a body may be more than those of the file when the connection was made twice.
        item.loaded = Math.min(loaded, item.total);
        item.speed.add(item.loaded);
        this.#sent += Math.max(0, item.loaded - before);
        before = item.loaded;
        this.#speed.add(this.#sent);
        this.#changed();
      },
    });
    try {
      await item.request.done;
    } finally {
      item.request = null;
    }
  }

  /** Makes the folders that a file is in, each once per batch; gives the path of the last. */
  async #directories(item) {
    const names = item.file ? item.folders : [...item.folders, item.name];
    let path = item.batch.place.path;
    for (const name of names) {
      path = asDirectory(inside(path, name));
      await this.#directory(item.batch, path);
    }
    return path;
  }

  #directory(batch, path) {
    let made = batch.made.get(path);
    if (!made) {
      made = this.#api.makeDirectory({ ...batch.place, path }).catch(problem => {
        if (problem.status !== 405) { // which says that it is there
          batch.made.delete(path);
          throw problem;
        }
      });
      batch.made.set(path, made);
    }
    return made;
  }

  #failed(item, failure) {
    const busy = failure.status === 503 && failure.retryAfter !== null;
    if (failure.status === 412 && !item.replace) {
      this.#conflict(item);
    } else if (busy && item.busyAttempts++ < ATTEMPTS_WHILE_BUSY) {
      item.notBefore = Date.now() + Math.max(1, failure.retryAfter) * 1000;
      item.loaded = 0;
      item.problem = failure;
      item.state = "waiting";
      this.#changed();
      this.#pump();
    } else {
      item.problem = failure;
      this.#end(item, "failed");
    }
  }

  /** Asks one question at a time; meanwhile the others go on. */
  #conflict(item) {
    item.state = "asking";
    this.#changed();
    this.#pump();
    this.#questions = this.#questions.then(async () => {
      if (item.state !== "asking") {
        return;
      }
      const answer = item.batch.answer ?? await this.#answer(item);
      if (item.state === "asking") {
        await this.#resolve(item, answer);
      }
    }).catch(failure => {
      item.problem = failure;
      this.#end(item, "failed");
    });
  }

  async #answer(item) {
    const { answer, all } = await this.#ask(item);
    if (all) {
      item.batch.answer = answer;
    }
    return answer;
  }

  async #resolve(item, answer) {
    if (answer === "skip") {
      this.#end(item, "skipped");
      return;
    }
    if (answer === "replace") {
      item.replace = true;
    } else {
      await this.#rename(item);
    }
    if (item.state === "asking") {
      item.state = "waiting";
      item.loaded = 0;
      this.#changed();
      this.#pump();
    }
  }

  /** Finds a name that is free; should somebody take it meanwhile, the question comes again. */
  async #rename(item) {
    const [, stem, extension] = /^(.+?)((?:\.tar)?\.[^.]+)?$/s.exec(item.name);
    const base = stem.replace(/ \(\d+\)$/, "");
    const directory = [...item.folders].reduce(inside, item.batch.place.path);
    for (let number = 2; number < 1000; number++) {
      const name = `${base} (${number})${extension ?? ""}`;
      if (!await this.#api.exists({ ...item.batch.place, path: inside(directory, name) })) {
        item.name = name;
        return;
      }
    }
    throw new Error("There is no name left for it");
  }

  #end(item, state) {
    item.state = state;
    this.#changed();
    if (state === "done") {
      this.dispatchEvent(new CustomEvent("stored", { detail: item }));
    }
    this.#pump();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
