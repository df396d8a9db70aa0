// The left side: rooms with what is new in them, and the members one can speak as.

import { byId, make } from "./dom.js";
import { avatar } from "./log.js";

export class Side {
  #frame = byId("frame");

  constructor({ onRoom, onMember }) {
    this.onRoom = onRoom;
    this.onMember = onMember;
    byId("open-side").addEventListener("click", () => this.#open(true));
    byId("close-side").addEventListener("click", () => this.#open(false));
    byId("veil").addEventListener("click", () => this.#open(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#frame.classList.contains("side-open")) this.#open(false);
    });
  }

  show(state, here, me) {
    const rooms = state.rooms.map((room) => [room, this.#room(room, room === here, state.bot)]);
    byId("rooms").replaceChildren(...rooms.filter(([room]) => !room.owner).map(([, entry]) => entry));
    byId("private").replaceChildren(...rooms.filter(([room]) => room.owner).map(([, entry]) => entry));
    byId("elsewhere").hidden = !state.rooms.some((room) => room.unread);
    const picked = document.activeElement?.name === "member";
    byId("members").replaceChildren(
      make("legend", {}, "Speak as"),
      ...state.members.map((member, hue) => this.#member({ ...member, hue, isBot: false }, member.id === state.as)),
    );
    if (picked) byId("members").querySelector(":checked").focus();
    byId("speaker").replaceWith(speaker(me));
  }

  #room(room, isHere, bot) {
    const button = make(
      "button",
      { type: "button", "aria-current": isHere ? "page" : null, "data-room": room.id },
      make("span", { class: "sign", "aria-hidden": "true" }, room.owner ? "@" : "#"),
      make("bdi", {}, room.owner ? bot : room.name),
      room.unread
        ? make("span", { class: "unread" }, String(room.unread), make("span", { class: "aside" }, " new"))
        : null,
    );
    button.addEventListener("click", () => {
      this.#open(false);
      this.onRoom(room.id);
    });
    return make("li", {}, button);
  }

  #member(member, isMe) {
    const input = make("input", { type: "radio", name: "member", value: member.id });
    input.checked = isMe;
    input.addEventListener("change", () => this.onMember(member.id));
    return make(
      "label",
      {},
      input,
      avatar(member),
      make("span", {}, make("bdi", { class: "name" }, member.name), make("span", { class: "about" }, member.about)),
    );
  }

  #open(isOpen) {
    const wasOpen = this.#frame.classList.contains("side-open");
    this.#frame.classList.toggle("side-open", isOpen);
    byId("open-side").setAttribute("aria-expanded", String(isOpen));
    if (isOpen) byId("close-side").focus();
    else if (wasOpen) byId("open-side").focus();
  }
}

function speaker(me) {
  const element = avatar(me);
  element.id = "speaker";
  element.title = `You speak as ${me.name}`;
  return element;
}
