// Puts the page together: who speaks, in which room, and what is new.

import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { ask } from "./dialog.js";
import { byId } from "./dom.js";
import { Live, load, send } from "./door.js";
import { Log } from "./log.js";
import { Side } from "./side.js";

const NEWCOMER = "ada";

class App {
  #state = { rooms: [], members: [] };
  #live = null;
  #gone = null;

  constructor() {
    this.clock = new Clock();
    this.log = new Log((id) => this.#person(id), (message, button) => this.#press(message, button));
    this.composer = new Composer(() => this.#where(), (line) => this.#say(line));
    this.side = new Side({ onRoom: (id) => this.#enter(id), onMember: (id) => this.speakAs(id) });
    byId("earlier").addEventListener("click", () => this.#earlier());
    byId("hint").hidden = localStorage.getItem("hint") === "closed";
    byId("close-hint").addEventListener("click", () => {
      byId("hint").hidden = true;
      localStorage.setItem("hint", "closed");
      this.composer.focus();
    });
  }

  async speakAs(id) {
    let state;
    try {
      state = await load("state", { as: id });
    } catch {
      this.#isGone();
      setTimeout(() => this.speakAs(id), 2000);
      return;
    }
    this.#live?.close();
    this.#state = state;
    this.room = state.rooms.find((room) => room.id === localStorage.getItem("room")) ?? state.rooms[0];
    localStorage.setItem("member", id);
    this.clock.show(state.clock);
    this.#enter(this.room.id);
    this.#live = new Live(id, state.last, {
      onMessage: (message) => this.#arrived(message),
      onClock: (clock) => this.clock.show(clock),
      onHello: ({ run }) => this.#isBack(run),
      onGone: () => this.#isGone(),
    });
  }

  #person(id) {
    const hue = this.#state.members.findIndex((member) => member.id === id);
    if (hue < 0) return { name: this.#state.bot, isBot: true };
    return { ...this.#state.members[hue], hue, isBot: false };
  }

  #where() {
    return { as: this.#state.as, room: this.room.id };
  }

  #enter(id) {
    const room = this.#state.rooms.find((each) => each.id === id);
    this.room = room;
    room.unread = 0;
    localStorage.setItem("room", id);
    byId("room-name").textContent = room.owner ? this.#state.bot : `# ${room.name}`;
    byId("room-topic").textContent = room.topic;
    byId("earlier").hidden = !room.earlier;
    const me = this.#person(this.#state.as);
    this.composer.describe(`Write as ${me.name}, or type /`);
    this.log.show(room.messages, this.#state.as);
    this.side.show(this.#state, room, me);
  }

  #arrived(message) {
    const room = this.#state.rooms.find((each) => each.id === message.room);
    if (!room || room.messages.some((each) => each.id === message.id)) return;
    room.messages.push(message);
    this.clock.passed(message.at);
    if (room === this.room) {
      this.log.add(message, [message.asker, message.author].includes(this.#state.as));
      return;
    }
    room.unread = (room.unread ?? 0) + 1;
    this.side.show(this.#state, this.room, this.#person(this.#state.as));
  }

  async #earlier() {
    const { as, room } = this.#where();
    const before = this.room.messages[0].id;
    const found = await load("earlier", { as, room, before });
    this.room.messages.unshift(...found.messages);
    this.room.earlier = found.earlier;
    byId("earlier").hidden = !found.earlier;
    this.log.showEarlier(this.room.messages, as);
  }

  async #say(line) {
    const where = this.#where();
    const heard = await send("say", { ...where, line });
    if (heard?.questions) ask(heard.questions, where);
    return heard !== null;
  }

  async #press(message, button) {
    const where = { as: this.#state.as, room: message.room };
    const heard = await send("press", { ...where, token: button.token, label: button.label });
    if (heard?.questions) ask(heard.questions, where);
  }

  #isGone() {
    if (this.#gone) return;
    this.#gone = setTimeout(() => {
      byId("banner").textContent =
        "Roadmate is not running. Start it again with “make run”: this page comes back by itself, and your text is kept.";
      byId("banner").hidden = false;
    }, 1500);
  }

  #isBack(run) {
    clearTimeout(this.#gone);
    this.#gone = null;
    byId("banner").hidden = true;
    if (run !== this.#state.run) location.reload(); // a new start has a new token, and perhaps a new page
  }
}

new App().speakAs(localStorage.getItem("member") ?? NEWCOMER);
