"use strict";
// What is shown of a record, a page, and of conflicts.

const CONTEXTS = 25; // quotes of a record shown at once

// All records, as columns; built from the parts once.
async function loadRecords() {
  const names = Array.from({ length: META.parts }, (_, number) => `records-${number}`);
  const parts = await Promise.all(names.map(part));
  const [works, documents] = await Promise.all([part("works-0"), part("documents-0")]);
  const columns = parts.map(unpoolAll);
  const records = Object.fromEntries(Object.keys(columns[0]).map((name) => [name, columns.flatMap((one) => one[name])]));
  return {
    records,
    documents,
    size: records.record_id.length,
    title: records.work.map((work) => works.title[work]),
    year: records.work.map((work) => works.year[work]),
    byRecord: new Map(records.record_id.map((id, row) => [id, row])),
    byDocument: new Map(documents.document_id.map((id, row) => [id, row])),
    languages: records.languages.map((codes) => codes.split("; ")),
  };
}

function workOf(data, row) {
  const year = data.year[row] === null ? "" : ` (${data.year[row]})`;
  return (data.title[row] ?? "work without a title") + year;
}

function statusMark(status) {
  return element("span", { class: `status is-${status}` }, words(status));
}

// ---- a record and what the pages say for it

async function recordView(data, row, shown = CONTEXTS) {
  const { records } = data;
  const title = element("h2", { id: "record-title", tabindex: -1 }, records.value[row]);
  const played = records.character[row];
  const property = records.property[row];
  const facts = [
    ["work", element("a", { href: link({ view: "records", q: data.title[row] ?? "" }) }, workOf(data, row))],
    ["role", words(records.field[row]) + (property === null ? "" : ` (Wikidata ${property})`)],
    ["as", played],
    ["status", statusMark(records.status[row])],
    ["score", records.score[row].toFixed(2)],
    ["why", inQuotes(records.reason[row])],
  ].filter(([, value]) => value !== null);
  const view = [
    element("div", { class: "bar" }, element("a", { class: "back", href: "#view=records" }, "← Back"), closeButton()),
    title,
    element("dl", { class: "facts" }, facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)))),
  ];
  const others = rivals(data, row);
  if (others.length) view.push(element("p", { class: "others" }, "Other pages say: ", others));
  const number = Math.floor(row / META.chunk);
  const claims = await part(`claims-${number}`);
  const first = claims.first[row % META.chunk];
  const last = claims.first[(row % META.chunk) + 1];
  const range = Array.from({ length: Math.min(last - first, shown) }, (_, index) => first + index);
  const quotes = await Promise.all(range.map((claim) => quoteView(data, claims, claim)));
  view.push(
    element("h3", {}, "Evidence ", element("span", { class: "muted" }, `${plural(last - first, "quote")} on ${plural(records.documents[row], "page")}`)),
    element("ol", { class: "quotes" }, quotes),
  );
  if (last - first > shown) {
    const more = element("button", { type: "button", class: "more" }, `Show ${count(last - first - shown)} more`);
    more.addEventListener("click", async () => {
      const aside = more.closest("aside");
      aside.replaceChildren(...(await recordView(data, row, Infinity)));
      aside.querySelectorAll(".quotes a")[shown].focus();
    });
    view.push(more);
  }
  return view;
}

// Reasons set names as pages write them between backticks.
function inQuotes(reason) {
  return reason.split("`").map((piece, index) => (index % 2 ? element("code", {}, piece) : piece));
}

function closeButton() {
  const button = element("button", { type: "button", class: "close", "aria-label": "Close the record (Esc)" }, "×");
  button.addEventListener("click", () => goBack());
  return button;
}

function rivals(data, row) {
  const { records } = data;
  if (records.status[row] !== "conflict") return [];
  const links = [];
  for (let other = 0; other < data.size; other++) {
    const same = records.work[other] === records.work[row] && records.field[other] === records.field[row];
    if (same && other !== row && records.status[other] === "conflict") {
      links.push(element("a", { href: link({ record: records.record_id[other] }) }, records.value[other]), " ");
    }
  }
  return links;
}

async function quoteView(data, claims, claim) {
  const { documents } = data;
  const document = claims.document[claim];
  const page = await part(`page-${document}`);
  const where = unpoolAt(claims.section, claim);
  const facts = [
    languageName(unpoolAt(claims.language, claim)),
    where === null ? null : `section “${where}”`,
    unpoolAt(claims.layout, claim).replaceAll("_", " "),
    claims.score[claim].toFixed(2),
  ].filter((fact) => fact !== null);
  const target = { page: documents.document_id[document], claim: page.claim_id[claims.number[claim]] };
  return element(
    "li",
    {},
    element(
      "a",
      { href: link(target), title: unpoolAt(claims.extractor, claim) },
      element("span", { class: "source" }, documents.source[document], element("span", { class: "muted" }, ` line ${claims.line[claim]}`)),
      element("q", { class: "abspann-page", lang: unpoolAt(claims.language, claim) }, quoted(textOf(page), claims, claim)),
      element("span", { class: "muted" }, facts.join("\u00a0· ")),
      page.problem === null ? null : element("span", { class: "problem" }, page.problem),
    ),
  );
}

function unpoolAt(column, row) {
  return column.values[column.index[row]];
}

// The code points of a page's text: offsets count these, not the units of JavaScript's strings.
function textOf(page) {
  if (page.html === null) return null;
  page.text ??= Array.from(parsePage(page).textContent);
  return page.text;
}

function parsePage(page) {
  return new DOMParser().parseFromString(page.html, "text/html").body.firstElementChild;
}

// The sentence around a quote, with the quote, the words that state the role and the character marked.
function quoted(text, claims, claim) {
  if (text === null) return element("mark", { "data-kind": "credit" }, claims.exact[claim]);
  const [from, to] = [claims.sentence_start[claim], claims.sentence_end[claim]];
  const spans = [
    ["credit", claims.start[claim], claims.end[claim]],
    ["label", claims.label_start[claim], claims.label_end[claim]],
    ["character", claims.character_start[claim], claims.character_end[claim]],
  ].filter(([, start]) => start !== null);
  const outside = spans.filter(([, start, end]) => start < from || end > to);
  const inside = spans.filter((span) => !outside.includes(span)).sort((a, b) => a[1] - b[1]);
  const slice = (start, end) => text.slice(start, end).join("").replace(/\s+/g, " ");
  const pieces = outside.flatMap(([kind, start, end]) => [element("mark", { "data-kind": kind }, slice(start, end)), " … "]);
  let at = from;
  for (const [kind, start, end] of inside) {
    if (start < at) continue; // what overlaps is marked once
    pieces.push(slice(at, start), element("mark", { "data-kind": kind }, slice(start, end)));
    at = end;
  }
  pieces.push(slice(at, to));
  return pieces;
}

// ---- a page with its marks

const LAYERS = [
  ["credit", "credits"],
  ["label", "role words"],
  ["character", "characters"],
  ["mention", "other names"],
  ["heading", "headings"],
  ["language", "languages"],
];

async function pageView(data, document) {
  const { documents } = data;
  const page = await part(`page-${document}`);
  const facts = [
    languageName(documents.language[document] ?? "und"),
    documents.title[document],
    documents.year[document] === null ? null : String(documents.year[document]),
    plural(documents.claims[document], "claim"),
    plural(documents.mentions[document], "mention"),
  ].filter((fact) => fact !== null);
  const view = [
    element("a", { class: "back", href: "#view=pages" }, "← Back"),
    element("h1", { id: "title-page", tabindex: -1 }, documents.source[document]),
    element("p", { class: "muted about" }, facts.join(" · "), documents.status[document] === "done" ? null : [" · ", statusMark(documents.status[document])]),
  ];
  if (documents.error[document] !== null) {
    view.push(element("p", { class: "problem" }, `Failed in stage ${documents.stage[document]}: ${documents.error[document]}`));
  } else if (page.html === null) {
    view.push(element("p", { class: "problem", id: "no-text" }, "The text of this page is not available: ", page.problem));
  }
  const text = page.html === null ? null : element("div", { class: "text", id: "page-text" }, window.document.adoptNode(parsePage(page)));
  const list = element(
    "ol",
    { class: "claims", "aria-label": "Claims of this page" },
    page.claim_id.map((id, number) => claimItem(data, documents.document_id[document], page, number)),
  );
  const aside = element("aside", { "aria-label": "What the page says" }, element("h2", {}, "What the page says"), list);
  view.push(element("div", { class: "split page" }, element("div", {}, text === null ? null : layers(text), text), page.claim_id.length ? aside : null));
  return { view, page };
}

function claimItem(data, id, page, number) {
  const played = page.character[number] === null ? "" : ` as ${page.character[number]}`;
  const record = page.record[number];
  return element(
    "li",
    { "data-number": number },
    element(
      "a",
      { href: link({ page: id, claim: page.claim_id[number] }), class: "claim" },
      element("span", { class: "muted" }, words(page.field[number])),
      element("span", {}, page.value[number], element("span", { class: "muted" }, played)),
    ),
    record < 0
      ? null
      : element("a", { href: link({ record: data.records.record_id[record] }), class: "to-record", "aria-label": `Record of ${page.value[number]}` }, "record"),
  );
}

function layers(text) {
  const boxes = LAYERS.filter(([kind]) => text.querySelector(`mark[data-kind="${kind}"]`) !== null).map(([kind, name]) => {
    const box = element("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => text.classList.toggle(`without-${kind}`, !box.checked));
    return element("label", { class: "layer" }, box, element("span", { class: "abspann-page" }, element("mark", { "data-kind": kind, class: "sample" }, name)));
  });
  return element("div", { class: "layers", role: "group", "aria-label": "Marks to show" }, boxes);
}

// Highlight the marks of a claim and bring them into view; returns whether there are any.
function showClaim(view, number) {
  for (const old of view.querySelectorAll(".is-target")) old.classList.remove("is-target");
  for (const old of view.querySelectorAll('[aria-current="true"]')) old.removeAttribute("aria-current");
  const item = view.querySelector(`.claims li[data-number="${number}"] .claim`);
  item?.setAttribute("aria-current", "true");
  item?.parentElement.scrollIntoView({ block: "nearest" });
  const marks = view.querySelectorAll(`#page-text mark[data-id="${number}"]`);
  for (const mark of marks) mark.classList.add("is-target");
  const value = [...marks].find((mark) => mark.dataset.kind === "credit");
  value?.scrollIntoView({ block: "center" });
  return value !== undefined;
}

// ---- conflicts

function conflictsView(data) {
  const { records } = data;
  const groups = new Map();
  for (let row = 0; row < data.size; row++) {
    if (records.status[row] !== "conflict") continue;
    const key = `${records.work[row]} ${records.field[row]}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  if (groups.size === 0) return [element("p", { class: "count" }, "No pages disagree.")];
  const shown = [...groups.values()].slice(0, CONFLICTS);
  const list = shown.map((rows) =>
    element(
      "li",
      {},
      element("h2", {}, workOf(data, rows[0]), element("span", { class: "muted" }, ` ${words(records.field[rows[0]])}`)),
      element(
        "ul",
        {},
        rows.map((row) =>
          element(
            "li",
            {},
            element("a", { href: link({ record: records.record_id[row] }) }, records.value[row]),
            element("span", { class: "muted" }, ` ${plural(records.documents[row], "page")} · ${data.languages[row].map(languageName).join(", ")} · score ${records.score[row].toFixed(2)}`),
          ),
        ),
      ),
    ),
  );
  const more = groups.size - shown.length;
  return [
    element("ol", { class: "conflicts" }, list),
    more > 0 ? element("p", { class: "count" }, `${count(more)} more: `, element("a", { href: "#view=records&status=conflict" }, "all records in conflict")) : "",
  ];
}

const CONFLICTS = 300;
