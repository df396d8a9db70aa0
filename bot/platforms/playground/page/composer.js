// The message box, with what could come next as one types a command.

import { byId, make } from "./dom.js";
import { send } from "./door.js";

export class Composer {
  #line = byId("line");
  #list = byId("suggestions");
  #options = [];
  #active = -1;
  #shownFor = null;
  #asked = 0;
  #looking = false;
  #pressed = null;

  // `where` gives who speaks in which room; `say` sends a line and is true when it arrived.
  constructor(where, say) {
    this.where = where;
    this.say = say;
    this.#line.value = sessionStorage.getItem("draft") ?? "";
    this.#line.addEventListener("input", () => this.#changed());
    this.#line.addEventListener("keydown", (event) => this.#key(event));
    this.#line.addEventListener("blur", () => this.#close());
    this.#line.addEventListener("focus", () => this.#suggest());
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#fit();
  }

  describe(placeholder) {
    this.#line.placeholder = placeholder;
    this.#line.setAttribute("aria-label", placeholder);
  }

  focus() {
    this.#line.focus();
  }

  #changed() {
    sessionStorage.setItem("draft", this.#line.value);
    this.#fit();
    this.#suggest();
  }

  #fit() {
    this.#line.style.height = "auto";
    this.#line.style.height = `${Math.min(this.#line.scrollHeight, 180)}px`;
  }

  async #send() {
    const line = this.#line.value.trim();
    if (!line || this.sending) return;
    this.sending = true;
    this.#close();
    byId("composer").classList.add("busy");
    const arrived = await this.say(line);
    byId("composer").classList.remove("busy");
    this.sending = false;
    if (arrived && this.#line.value.trim() === line) {
      this.#line.value = "";
      this.#changed();
    }
  }

  #key(event) {
    if (event.isComposing) return;
    const open = this.#isOpen();
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#activate((this.#active + step + this.#options.length) % this.#options.length);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      this.#close();
    } else if (open && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.#accept(Math.max(this.#active, 0));
    } else if (this.#looking && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) {
      event.preventDefault(); // typed faster than suggestions come: the key is for those
      this.#pressed = event.key;
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#enter();
    }
  }

  #isOpen() {
    return !this.#list.hidden && this.#shownFor === this.#line.value;
  }

  #enter() {
    if (this.#isOpen() && this.#active >= 0) this.#accept(this.#active);
    else this.#send();
  }

  async #suggest() {
    const line = this.#line.value;
    if (!line.startsWith("/")) return this.#close();
    const turn = ++this.#asked;
    this.#looking = true;
    this.#pressed = null; // whoever types on has not meant what was there
    const found = await send("complete", { ...this.where(), line }, { quiet: true });
    if (turn !== this.#asked) return;
    this.#looking = false;
    if (found !== null) this.#show(line, found.suggestions);
    if (this.#pressed === "Enter") this.#enter();
    else if (this.#pressed === "Tab" && found?.suggestions.length) this.#accept(0);
  }

  #show(line, found) {
    if (!found.length) return this.#close();
    this.#shownFor = line;
    this.#options = found;
    let group = null;
    const entries = [];
    for (const [place, suggestion] of found.entries()) {
      if (suggestion.group !== group) {
        group = suggestion.group;
        entries.push(make("div", { class: "group", role: "presentation" }, group));
      }
      entries.push(this.#option(suggestion, place));
    }
    this.#list.replaceChildren(...entries);
    this.#list.hidden = false;
    this.#list.scrollTop = 0;
    this.#line.setAttribute("aria-expanded", "true");
    const naming = found[0].line.trim().startsWith(line.trim()) && found[0].group === "Commands";
    const isWhole = found.some((suggestion) => suggestion.line.trim() === line.trim());
    this.#activate(naming && !isWhole && line !== "/" ? 0 : -1);
  }

  #option(suggestion, place) {
    return make(
      "div",
      {
        class: "option", role: "option", id: `option-${place}`, "aria-selected": "false",
        onmousedown: (event) => { event.preventDefault(); this.#accept(place); },
      },
      make("span", { class: "label", dir: "auto" }, suggestion.label),
      make("span", { class: "about", dir: "auto" }, suggestion.hint),
    );
  }

  #activate(place) {
    this.#active = place;
    for (const option of this.#list.querySelectorAll(".option")) {
      const active = option.id === `option-${place}`;
      option.setAttribute("aria-selected", String(active));
      if (active) option.scrollIntoView({ block: "nearest" });
    }
    if (place < 0) this.#line.removeAttribute("aria-activedescendant");
    else this.#line.setAttribute("aria-activedescendant", `option-${place}`);
  }

  #accept(place) {
    this.#line.value = this.#options[place].line;
    this.#line.focus();
    this.#close();
    this.#changed();
  }

  #close() {
    this.#asked += 1;
    this.#looking = false;
    this.#list.hidden = true;
    this.#shownFor = null;
    this.#active = -1;
    this.#line.setAttribute("aria-expanded", "false");
    this.#line.removeAttribute("aria-activedescendant");
  }
}
