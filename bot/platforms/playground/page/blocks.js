// Blocks and spans of a message -> elements.

import { icon, make } from "./dom.js";
import { fileAddress } from "./door.js";
import { shown, tooltip } from "./when.js";

const FILE_ICON = "M5 2.500h6.500L15 6v11.500H5zM11.500 2.500V6H15M10 9v5M7.800 11.800L10 14l2.200-2.200";

const SPANS = {
  plain: (span) => make("bdi", {}, span.text),
  strong: (span) => make("strong", { dir: "auto" }, span.text),
  code: (span) => make("code", { dir: "auto" }, span.text),
  member: (span) => make("bdi", { class: "name" }, span.name),
  link: (span) => link(span.text, span.url),
  when: (span) => make(
    "time",
    { datetime: span.instant, title: tooltip(span.instant), "data-style": span.style },
    shown(span.instant, span.style),
  ),
};

const BLOCKS = {
  notice: (block) => paragraph(block.text, "notice"),
  card,
  board,
  sheet,
};

export const block = (part, message, reader) => BLOCKS[part.kind](part, message, reader);

export function link(text, address, attributes = {}) {
  if (!/^https?:\/\//i.test(address)) return make("bdi", {}, text);
  return make("a", { ...attributes, href: address, target: "_blank", rel: "noopener noreferrer", dir: "auto" }, text);
}

const spans = (text) => text.map((span) => SPANS[span.kind](span));

function paragraph(text, name) {
  return text.length ? make("p", { class: name, dir: "auto" }, ...spans(text)) : null;
}

function card(part, message, reader) {
  return make(
    "article",
    { class: "card" },
    make("h3", { dir: "auto" }, part.title),
    paragraph(part.lead, "lead"),
    facts(part.facts),
    ...part.sections.map(section),
    picture(part.picture, message, reader),
    paragraph(part.closing, "closing"),
  );
}

function facts(found) {
  if (!found.length) return null;
  return make("dl", { class: "facts" }, ...found.map((fact) => make(
    "div",
    {},
    make("dt", { dir: "auto" }, fact.label),
    make("dd", { dir: "auto" }, ...spans(fact.value)),
  )));
}

function section(part) {
  const lines = part.bulleted
    ? [make("ul", {}, ...part.lines.map((line) => make("li", { dir: "auto" }, ...spans(line))))]
    : part.lines.map((line) => paragraph(line, "line"));
  return make("section", {}, part.heading ? make("h4", { dir: "auto" }, part.heading) : null, ...lines);
}

function picture(part, message, reader) {
  if (!part) return null;
  const light = make("img", { src: fileAddress(message.id, part.png, reader), alt: part.alt, loading: "lazy" });
  if (part.dark == null) return light;
  const dark = { media: "(prefers-color-scheme: dark)", srcset: fileAddress(message.id, part.dark, reader) };
  return make("picture", {}, make("source", dark), light);
}

function board(part) {
  const pages = part.pages > 1 ? make("span", { class: "pages" }, `Page ${part.page} of ${part.pages}`) : null;
  const rows = part.rows.map((row) => make(
    "tr",
    { class: row.own ? "own" : null },
    make("th", { scope: "row", dir: "auto" }, row.mark),
    make("td", { dir: "auto" }, ...spans(row.text), row.own ? make("span", { class: "you" }, "you") : null),
  ));
  return make(
    "article",
    { class: "card board" },
    make("h3", { dir: "auto" }, part.title, pages),
    rows.length ? make("table", {}, make("tbody", {}, ...rows)) : null,
    paragraph(part.note, "closing"),
  );
}

function sheet(part, message, reader) {
  const address = fileAddress(message.id, part.content, reader);
  return make(
    "a",
    { class: "sheet", href: address, download: part.name },
    icon(FILE_ICON),
    make(
      "span",
      {},
      make("strong", { dir: "auto" }, part.name),
      make("span", { class: "caption", dir: "auto" }, ...(part.caption.length ? spans(part.caption) : ["Download"])),
    ),
  );
}
