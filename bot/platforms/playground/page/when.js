// The playground's clock, as the page knows it, and instants on the reader's own clock.

let ahead = 0; // milliseconds from this machine's clock to the playground's

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const HOUR = format({ hour: "numeric" }).resolvedOptions().hour12 ? "numeric" : "2-digit"; // 7:30 AM, 07:30
const SAME_YEAR = { weekday: "short", day: "numeric", month: "short" };
const STYLES = {
  time: format({ hour: HOUR, minute: "2-digit" }),
  day: format(SAME_YEAR),
  moment: format({ ...SAME_YEAR, hour: HOUR, minute: "2-digit" }),
};
const LONG = format({ dateStyle: "full", timeStyle: "long" });
const DAY = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";

export const now = () => new Date(Date.now() + ahead);

export function setNow(iso) {
  ahead = new Date(iso).getTime() - Date.now();
}

export function shown(iso, style) {
  const instant = new Date(iso);
  return style === "relative" ? distance(instant) : STYLES[style].format(instant);
}

// The same for everybody: the full local time, and the instant in UTC.
export const tooltip = (iso) => `${LONG.format(new Date(iso))} (${zone})\n${new Date(iso).toISOString()}`;

export const dayOf = (iso) => DAY.format(new Date(iso));

export const face = () => format({ ...SAME_YEAR, year: "numeric", hour: HOUR, minute: "2-digit" }).format(now());

function distance(instant) {
  const seconds = (instant - now()) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.trunc(seconds / size), unit);
  }
  return RELATIVE.format(0, "second");
}

export function refreshRelative(root) {
  for (const time of root.querySelectorAll('time[data-style="relative"]')) {
    time.textContent = shown(time.dateTime, "relative");
  }
}
