// A list too long for a drop-down: type to find an entry; free text is handed over as it stands.

import { make } from "./dom.js";

export class SearchBox {
  #list;
  #choices = [];
  #active = -1;
  #turn = 0;
  #chosen = null;

  constructor(field, id, find) {
    this.find = find;
    this.input = make("input", {
      type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", dir: "auto",
      "aria-expanded": "false", "aria-controls": `${id}-list`, placeholder: "Type to search",
    });
    const start = field.choices.find((each) => each.value === field.start);
    this.input.value = start ? start.label : field.start;
    this.#chosen = start ?? null;
    this.#list = make("div", { class: "options", role: "listbox", id: `${id}-list`, hidden: true });
    this.element = make("div", { class: "search" }, this.input, this.#list);
    this.input.addEventListener("input", () => this.#look());
    this.input.addEventListener("focus", () => this.#look());
    this.input.addEventListener("blur", () => this.#leave());
    this.input.addEventListener("keydown", (event) => this.#key(event));
  }

  get value() {
    const typed = this.input.value.trim();
    return this.#chosen && this.#chosen.label === typed ? this.#chosen.value : typed;
  }

  async #look() {
    const turn = ++this.#turn;
    const typed = this.#chosen && this.#chosen.label === this.input.value ? "" : this.input.value.trim();
    const found = await this.find(typed);
    if (turn !== this.#turn || !found) return;
    this.#choices = found;
    this.#list.replaceChildren(...found.map((each, place) => make(
      "div",
      {
        role: "option", class: "option", dir: "auto", id: `${this.#list.id}-${place}`, "aria-selected": "false",
        onmousedown: (event) => { event.preventDefault(); this.#choose(place); },
      },
      each.label,
    )));
    this.#list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.#activate(-1);
    this.#list.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (this.#list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#activate((this.#active + step + this.#choices.length) % this.#choices.length);
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#choose(this.#active);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  #activate(place) {
    this.#active = place;
    for (const [index, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", String(index === place));
      if (index === place) option.scrollIntoView({ block: "nearest" });
    }
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.#list.id}-${place}`);
  }

  #choose(place) {
    this.#chosen = this.#choices[place];
    this.input.value = this.#chosen.label;
    this.#close();
  }

  // A list that closes under a pressed pointer moves what is pressed away from it, so it waits for the click.
  #leave() {
    if (document.querySelector(":active")) {
      addEventListener("mouseup", () => setTimeout(() => this.#close()), { once: true });
    } else {
      this.#close();
    }
  }

  #close() {
    this.#turn += 1;
    this.#list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}
