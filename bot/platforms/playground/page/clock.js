// The movable clock at the top.

import { byId, toast } from "./dom.js";
import { send } from "./door.js";
import { face, now, refreshRelative, setNow, zone } from "./when.js";

const TICK = 1000;

export class Clock {
  #face = byId("clock-time");
  #buttons = [...document.querySelectorAll("[data-step]")];

  constructor() {
    byId("clock-zone").textContent = zone.replaceAll("_", " ");
    for (const button of this.#buttons) button.addEventListener("click", () => this.#move(button));
    setInterval(() => this.#tick(), TICK);
  }

  show({ now: instant, moving }) {
    setNow(instant);
    this.moving = moving;
    byId("frame").classList.toggle("moving", moving);
    for (const button of this.#buttons) {
      button.disabled = moving;
      if (!moving) button.removeAttribute("aria-busy");
    }
    this.#tick();
  }

  // A message that arrives while the clock moves shows how far it has come.
  passed(instant) {
    if (!this.moving || new Date(instant) < now()) return;
    setNow(instant);
    this.#tick();
  }

  async #move(button) {
    button.setAttribute("aria-busy", "true");
    const done = await send("clock", { step: button.dataset.step });
    button.removeAttribute("aria-busy");
    if (done === null) return;
    this.show(done.clock);
    if (!done.moved) toast("No post is planned. Create a cohort with /cohort create, then start it.");
  }

  #tick() {
    const text = face();
    if (this.#face.textContent === text) return;
    this.#face.textContent = text;
    this.#face.dateTime = now().toISOString();
    refreshRelative(document);
  }
}
