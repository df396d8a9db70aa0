// The questions to answer before a command is said, as a dialog.

import { byId, make, whileBusy } from "./dom.js";
import { send } from "./door.js";
import { fieldFor } from "./fields.js";

// Asks the questions for somebody in a room; ends when they are answered and sent, or given up.
export function ask(questions, where) {
  const dialog = byId("form");
  const given = () => ({ ...questions.bound });
  const fields = questions.fields.map((field) => ({
    field,
    ...fieldFor(field, async (typed) => {
      const body = { ...where, command: questions.command, parameter: field.name, typed, given: given() };
      return (await send("values", body, { quiet: true }))?.choices;
    }),
  }));
  const submit = make("button", { type: "submit", class: "button primary" }, "Send");
  const form = make("form", { method: "dialog" }, ...content(questions, fields), make(
    "footer",
    {},
    make("button", { type: "button", class: "button plain", onclick: () => dialog.close() }, "Cancel"),
    submit,
  ));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    whileBusy(submit, async () => {
      const answers = await answered(fields);
      if (answers === null) return;
      const { command, token, bound, prompt } = questions;
      const heard = await send("submit", { ...where, command, token, bound, prompt, answers });
      if (heard === null) return;
      dialog.close();
      if (heard.questions) ask(heard.questions, where);
    });
  });
  dialog.replaceChildren(form);
  dialog.showModal();
  fields[0]?.input.focus();
}

function content(questions, fields) {
  const required = fields.filter(({ field }) => field.required);
  const optional = fields.filter(({ field }) => !field.required);
  const first = required.length ? required : optional;
  const more = required.length ? optional : [];
  const open = more.some(({ field }) => field.start) || more.length <= 3;
  return [
    make(
      "header",
      {},
      make("code", {}, `/${questions.command}`),
      make("h2", { id: "form-title", dir: "auto" }, questions.title),
    ),
    make(
      "div",
      { class: "fields" },
      ...first.map(({ element }) => element),
      more.length
        ? make("details", { open }, make("summary", {}, "More, if you like"), ...more.map(({ element }) => element))
        : null,
    ),
  ];
}

async function answered(fields) {
  const answers = {};
  try {
    for (const { field, read } of fields) {
      const answer = await read();
      if (answer !== "") answers[field.name] = answer;
    }
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  return answers;
}
