// The messages of one room: who spoke, when, in answer to what, and the buttons below.

import { block, link } from "./blocks.js";
import { byId, icon, make, whileBusy } from "./dom.js";
import { dayOf, shown, tooltip } from "./when.js";

const WHISPER_ICON = "M3 10s2.600-5 7-5 7 5 7 5-2.600 5-7 5-7-5-7-5zM4 16L16 4";
const TOGETHER = 5 * 60 * 1000; // messages of one author within this time share a heading

export class Log {
  #place = byId("log");
  #scroll = byId("scroll");
  #toEnd = byId("to-end");
  #last = null;
  #sticks = true;

  // `people` gives a name and a colour for an author; `press` presses a button of a message.
  constructor(people, press) {
    this.people = people;
    this.press = press;
    this.#toEnd.addEventListener("click", () => this.toEnd());
    this.#scroll.addEventListener("scroll", () => {
      this.#sticks = this.#isAtEnd();
      if (this.#sticks) this.#toEnd.hidden = true;
    });
    const resized = new ResizeObserver(() => { if (this.#sticks) this.toEnd(); });
    resized.observe(this.#scroll); // a keyboard that opens on a phone
    resized.observe(this.#place); // a picture that has arrived
  }

  show(messages, reader) {
    this.reader = reader;
    this.#place.replaceChildren();
    this.#last = null;
    this.#place.setAttribute("aria-busy", "true"); // a room that opens is not news to be read aloud
    for (const message of messages) this.#append(message);
    if (!messages.length) {
      this.#place.append(make("p", { class: "empty" }, "Nothing here yet. Type / to see what you can say."));
    }
    this.#place.removeAttribute("aria-busy");
    this.toEnd();
  }

  showEarlier(messages, reader) {
    const height = this.#scroll.scrollHeight;
    this.show(messages, reader);
    this.#scroll.scrollTop = this.#scroll.scrollHeight - height;
  }

  add(message, isOwn) {
    const follow = isOwn || this.#isAtEnd();
    this.#sticks = false;
    this.#place.querySelector(".empty")?.remove();
    const element = this.#append(message);
    element.classList.add("new");
    if (follow) this.#follow(element);
    else this.#toEnd.hidden = false;
  }

  toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#toEnd.hidden = true;
  }

  // To the end, but not past the beginning of what is new.
  #follow(element) {
    this.toEnd();
    const beginning = element.getBoundingClientRect().top - this.#scroll.getBoundingClientRect().top;
    if (beginning < 0) this.#scroll.scrollTop += beginning - 8;
  }

  #isAtEnd() {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < 80;
  }

  #append(message) {
    const day = dayOf(message.at);
    if (this.#last === null || dayOf(this.#last.at) !== day) {
      this.#place.append(make("p", { class: "day" }, make("span", {}, day)));
      this.#last = null;
    }
    const element = this.#message(message, this.#continues(message));
    this.#place.append(element);
    this.#last = message;
    return element;
  }

  #continues(message) {
    const last = this.#last;
    return last !== null && !message.prompt && !last.prompt && message.author !== "" && last.author === message.author
      && new Date(message.at) - new Date(last.at) < TOGETHER;
  }

  #message(message, continues) {
    const author = this.people(message.author);
    const time = make("time", { datetime: message.at, title: tooltip(message.at) }, shown(message.at, "time"));
    const heading = make(
      "header",
      {},
      make("bdi", { class: "author" }, author.name),
      author.isBot ? make("span", { class: "tag" }, "bot") : null,
      time,
    );
    return make(
      "div",
      { class: `message ${continues ? "continues" : ""} ${message.whisper ? "whisper" : ""}`, "data-id": message.id },
      continues ? null : avatar(author),
      make(
        "div",
        { class: "body" },
        this.#prompt(message),
        continues ? null : heading,
        ...message.blocks.map((part) => block(part, message, this.reader)),
        this.#buttons(message),
        message.whisper
          ? make("p", { class: "only-you" }, icon(WHISPER_ICON), "Only you can see this")
          : null,
      ),
    );
  }

  #prompt(message) {
    if (!message.asker) return null;
    const asker = this.people(message.asker);
    const said = message.prompt.startsWith("/");
    return make(
      "p",
      { class: "prompt" },
      make("bdi", {}, asker.name),
      said ? " used " : " pressed ",
      make(said ? "code" : "b", { dir: "auto" }, message.prompt),
    );
  }

  #buttons(message) {
    if (!message.buttons.length) return null;
    return make("div", { class: "buttons" }, ...message.buttons.map((button) => {
      if (button.url) return link(button.label, button.url, { class: "button opens" });
      const element = make("button", { type: "button", class: `button ${button.emphasis}`, dir: "auto" }, button.label);
      element.addEventListener("click", () => whileBusy(element, () => this.press(message, button)));
      return element;
    }));
  }
}

export function avatar(person) {
  if (person.isBot) {
    return make("img", { class: "avatar", src: "/playground/page/icon.svg", alt: "", width: 38, height: 38 });
  }
  return make("span", { class: `avatar hue-${person.hue}`, "aria-hidden": "true" }, [...person.name][0]);
}
