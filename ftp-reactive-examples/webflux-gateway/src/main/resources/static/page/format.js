// Numbers, times and durations in words.

const UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"];
const integer = new Intl.NumberFormat();
const precise = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });

export const count = (number, one, many) => `${integer.format(number)} ${number === 1 ? one : many}`;

export function size(bytes) {
  if (bytes < 1000) {
    return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  }
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return `${precise.format(bytes / 1000 ** power)} ${UNITS[power]}`;
}

export const exactSize = bytes => count(bytes, "byte", "bytes");

export function time(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return "";
  }
  const today = new Date().toDateString() === date.toDateString();
  return today ? `Today, ${timeOnly.format(date)}` : dateAndTime.format(date);
}

/** A time that is left, in as few words as are of use. */
export function remaining(seconds) {
  if (seconds < 5) {
    return "a few seconds left";
  }
  if (seconds < 90) {
    return `${Math.round(seconds)} s left`;
  }
  if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min left`;
  }
  return `${Math.floor(seconds / 3600)} h ${Math.round(seconds % 3600 / 60)} min left`;
}
