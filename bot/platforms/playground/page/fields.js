// One question of a form -> its native field; `read` gives the answer as the server wants it, or "".

import { make, toast } from "./dom.js";
import { SearchBox } from "./searchbox.js";

const INPUTS = {
  line: (field) => make("input", { type: "text", maxlength: field.most, value: field.start, dir: "auto" }),
  text: (field) => {
    const area = make("textarea", { rows: 4, maxlength: field.most, dir: "auto" });
    area.value = field.start;
    return area;
  },
  count: (field) => make("input", {
    type: "number", inputmode: "numeric", min: field.least, max: field.most, step: 1, value: field.start,
  }),
  day: (field) => make("input", { type: "date", value: field.start }),
  time: (field) => make("input", { type: "time", value: field.start }),
  person: choice,
  place: choice,
  pick: choice,
  file: () => make("input", { type: "file" }),
  yesno: (field) => {
    const box = make("input", { type: "checkbox" });
    box.checked = field.start === "yes";
    return box;
  },
};

const ABOUT = {
  line: (field) => `At most ${field.most} characters`,
  text: (field) => `At most ${field.most} characters`,
  count: (field) => `From ${field.least} to ${field.most}`,
  file: (field) => `At most ${Math.round(field.most / 1024)} KiB`,
};

// `find` looks for entries of a long list as somebody types.
export function fieldFor(field, find) {
  const id = `field-${field.name}`;
  const searched = field.kind === "pick" && field.searched ? new SearchBox(field, id, find) : null;
  const input = searched ? searched.input : INPUTS[field.kind](field);
  input.id = id;
  input.name = field.name;
  input.required = field.required && field.kind !== "yesno";
  const about = field.kind in ABOUT ? make("small", { id: `${id}-about` }, ABOUT[field.kind](field)) : null;
  if (about) input.setAttribute("aria-describedby", about.id);
  const label = make("label", { for: id, dir: "auto" }, field.label, field.required ? make("em", {}, "required") : null);
  const element = field.kind === "yesno"
    ? make("div", { class: "field check" }, input, label)
    : make("div", { class: "field" }, label, searched ? searched.element : input, about);
  return { element, input, read: () => (searched ? searched.value : answer(field, input)) };
}

function choice(field) {
  const options = field.choices.map((each) => make("option", { value: each.value }, each.label));
  const known = field.choices.some((each) => each.value === field.start);
  if (field.start && !known) options.unshift(make("option", { value: field.start }, field.start));
  const select = make("select", {}, make("option", { value: "" }, field.required ? "Choose…" : "–"), ...options);
  select.value = field.start;
  return select;
}

async function answer(field, input) {
  if (field.kind === "yesno") {
    const now = input.checked ? "yes" : "no";
    return field.required || now !== (field.start || "no") ? now : "";
  }
  if (field.kind !== "file") return input.value.trim();
  const [file] = input.files;
  if (!file) return "";
  if (file.size > field.most) {
    toast(`${file.name} is too large.`);
    throw new RangeError(file.name);
  }
  return { name: file.name, media_type: file.type, content: await encoded(file) };
}

function encoded(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
