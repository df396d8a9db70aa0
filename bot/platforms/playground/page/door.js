// The way to the server: one function to read, one to send, and the live stream.

import { toast } from "./dom.js";

const token = document.querySelector('meta[name="playground-token"]').content;

const SENTENCES = {
  403: "This page is from before a restart. It is being loaded again.",
  404: "That is not there any more.",
  409: "The clock is already moving.",
  413: "That is too much at once. Please send less.",
};

export async function load(path, values) {
  const answer = await fetch(`/playground/${path}?${new URLSearchParams(values)}`, { cache: "no-store" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export function fileAddress(message, place, reader) {
  return `/playground/files/${message}/${place}?${new URLSearchParams({ as: reader })}`;
}

// The answer, or null when it did not arrive; then a short sentence was shown, unless `quiet`.
export async function send(path, body, { quiet = false } = {}) {
  let answer;
  try {
    answer = await fetch(`/playground/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Playground-Token": token },
      body: JSON.stringify(body),
    });
  } catch {
    if (!quiet) toast("Roadmate does not answer. Nothing was sent; please try again in a moment.");
    return null;
  }
  if (answer.ok) return answer.json();
  if (!quiet) toast(SENTENCES[answer.status] ?? "That did not work. Please try again.");
  if (answer.status === 403) setTimeout(() => location.reload(), 1200);
  return null;
}

// The live stream of a reader after a message. The browser reconnects by itself, unless the server refused.
export class Live {
  #source;
  #timer;
  #last;

  constructor(reader, last, { onMessage, onClock, onHello, onGone }) {
    this.reader = reader;
    this.#last = last;
    this.handlers = { onMessage, onClock, onHello, onGone };
    this.#open();
  }

  close() {
    clearTimeout(this.#timer);
    this.#source.close();
  }

  #open() {
    const values = new URLSearchParams({ as: this.reader, after: this.#last });
    const source = new EventSource(`/playground/stream?${values}`);
    const told = (handler) => (event) => handler(JSON.parse(event.data));
    source.addEventListener("hello", told(this.handlers.onHello));
    source.addEventListener("clock", told(this.handlers.onClock));
    source.addEventListener("message", (event) => {
      this.#last = Math.max(this.#last, Number(event.lastEventId));
      this.handlers.onMessage(JSON.parse(event.data));
    });
    source.addEventListener("error", () => {
      this.handlers.onGone();
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#open(), 2000);
    });
    this.#source = source;
  }
}
