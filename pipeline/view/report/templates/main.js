"use strict";
// Which view is shown, by the address behind `#`, and the keys that work everywhere.

const VIEWS = ["summary", "records", "conflicts", "pages", "failures", "page"];
const notice = document.getElementById("notice");
const grids = {};
let data = null;
const trail = [location.hash]; // the views that led here, so that «back» stays within the report
let cameFrom = null; // the address that «back» left, while the view before it is shown again
let opened = 0; // number of the latest view asked for: an earlier one that arrives late is dropped

const WIDE = "(min-width: 62rem)"; // as in report.css: list and record stand side by side

const section = (name) => document.getElementById(`view-${name}`);
const form = (name) => document.querySelector(`form[data-grid="${name}"]`);
const parameters = () => new URLSearchParams(location.hash.slice(1));

function show(name) {
  for (const view of VIEWS) section(view).hidden = view !== name;
  for (const anchor of document.querySelectorAll("nav a")) {
    if (anchor.dataset.view === (name === "page" ? "pages" : name)) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
}

function say(message) {
  notice.textContent = message;
  notice.hidden = message === "";
}

async function route() {
  const asked = ++opened;
  const wanted = parameters();
  say("");
  try {
    if (wanted.has("page")) await openPage(wanted, asked);
    else if (wanted.has("record")) await openRecord(wanted.get("record"), asked);
    else await openView(wanted, asked);
  } catch (error) {
    say(error.message);
  }
}

async function openView(wanted, asked) {
  const name = VIEWS.includes(wanted.get("view")) && wanted.get("view") !== "page" ? wanted.get("view") : "summary";
  show(name);
  if (name === "summary") {
    cameFrom = null;
    scrollTo(0, 0);
    return;
  }
  await ready;
  if (asked !== opened) return;
  if (name === "records") closeRecord();
  const grid = gridOf(name);
  if (grid !== null && (cameFrom === null || grid.rows === undefined)) grid.setQuery(wanted);
  if (name === "conflicts") document.getElementById("conflicts").replaceChildren(...conflictsView(data));
  if (cameFrom !== null) grid?.focusCurrent();
  else scrollTo(0, 0);
  cameFrom = null;
}

// ---- a record beside the list

async function openRecord(id, asked) {
  await ready;
  if (asked !== opened) return;
  const row = data.byRecord.get(id);
  show("records");
  if (row === undefined) {
    closeRecord();
    gridOf("records").update();
    say(`There is no record ${id} in this report.`);
    return;
  }
  const grid = gridOf("records");
  if (grid.rows === undefined) grid.update();
  grid.select(row);
  const view = await recordView(data, row);
  if (asked !== opened) return;
  const aside = document.getElementById("record");
  aside.replaceChildren(...view);
  aside.hidden = false;
  aside.scrollTop = 0;
  section("records").classList.add("has-record");
  const left = [...aside.querySelectorAll(".quotes a")].find((anchor) => anchor.hash === cameFrom);
  cameFrom = null;
  if (left !== undefined) left.focus();
  else document.getElementById("record-title").focus({ preventScroll: matchMedia(WIDE).matches });
  if (!matchMedia(WIDE).matches && left === undefined) scrollTo(0, 0);
}

function closeRecord() {
  document.getElementById("record").hidden = true;
  section("records").classList.remove("has-record");
}

// ---- a page

let pageShown = null; // {id, page} of the page that stands in its view

async function openPage(wanted, asked) {
  await ready;
  if (asked !== opened) return;
  const id = wanted.get("page");
  const document_ = data.byDocument.get(id);
  if (document_ === undefined) {
    show("pages");
    gridOf("pages").update();
    say(`There is no page ${id} in this report.`);
    return;
  }
  const view = section("page");
  if (pageShown?.id !== id) {
    const drawn = await pageView(data, document_);
    if (asked !== opened) return;
    view.replaceChildren(...drawn.view);
    pageShown = { id, page: drawn.page };
    view.querySelector("#page-text")?.addEventListener("click", onMark);
  }
  const isNew = view.hidden;
  cameFrom = null;
  show("page");
  const number = pageShown.page.claim_id.indexOf(wanted.get("claim"));
  if (number >= 0 && showClaim(view, number)) {
    if (isNew) view.querySelector(`li[data-number="${number}"] .claim`).focus({ preventScroll: true });
  } else {
    if (number < 0) for (const old of view.querySelectorAll(".is-target")) old.classList.remove("is-target");
    if (isNew) {
      scrollTo(0, 0);
      document.getElementById("title-page").focus({ preventScroll: true });
    }
  }
}

// A mark of a credit on the page leads to its claim.
function onMark(event) {
  const mark = event.target.closest("mark[data-id]");
  if (mark === null || !getSelection().isCollapsed) return;
  replaceAddress(link({ page: pageShown.id, claim: pageShown.page.claim_id[Number(mark.dataset.id)] }));
  route();
}

// ---- lists

function gridOf(name) {
  if (!(name in GRIDS)) return null;
  grids[name] ??= GRIDS[name]();
  return grids[name];
}

const GRIDS = {
  records() {
    const { records } = data;
    const control = form("records").elements;
    fillOptions(control.field, records.field);
    fillOptions(control.status, records.status);
    fillOptions(control.language, data.languages, languageName);
    const place = new Map(META.fields.map((field, rank) => [field, rank]));
    const values = (row) => [
      element("span", { class: "value" }, records.value[row]),
      records.character[row] === null ? null : element("span", { class: "muted" }, ` as ${records.character[row]}`),
    ];
    const grid = new Grid({
      place: document.getElementById("grid-records"),
      label: "Records",
      noun: "record",
      form: form("records"),
      size: data.size,
      empty: "No record has all of these words.",
      columns: [
        { name: "value", title: "Name or value", cell: values, sort: (row) => records.value[row] },
        { name: "field", title: "Role", cell: (row) => words(records.field[row]), sort: (row) => place.get(records.field[row]) ?? 99 },
        { name: "work", title: "Work", cell: (row) => [data.title[row] ?? "–", data.year[row] === null ? null : element("span", { class: "muted" }, ` ${data.year[row]}`)], sort: (row) => data.title[row] },
        { name: "pages", title: "Pages", cell: (row) => count(records.documents[row]), sort: (row) => records.documents[row] },
        { name: "score", title: "Score", cell: (row) => records.score[row].toFixed(2), sort: (row) => records.score[row] },
        { name: "status", title: "Status", cell: (row) => statusMark(records.status[row]), sort: (row) => records.status[row] },
      ],
      text: (row) =>
        fold(records.value[row]) + " " + fold(data.title[row] ?? "") + " " + fold(records.character[row] ?? "") +
        " " + words(records.field[row]) + " " + (data.year[row] ?? ""),
      filters: {
        field: (row) => records.field[row],
        status: (row) => records.status[row],
        language: (row) => data.languages[row],
      },
      href: (row) => link({ record: records.record_id[row] }),
    });
    grid.onChange = (query) => replaceAddress(link({ view: "records", ...query }));
    return grid;
  },
  pages() {
    const { documents } = data;
    const control = form("pages").elements;
    fillOptions(control.language, documents.language.map((code) => code ?? "und"), languageName);
    fillOptions(control.status, documents.status);
    const grid = new Grid({
      place: document.getElementById("grid-pages"),
      label: "Pages",
      noun: "page",
      form: form("pages"),
      size: documents.document_id.length,
      empty: "No page has all of these words.",
      columns: [
        { name: "value", title: "Page", cell: (row) => element("span", { class: "value" }, documents.source[row]), sort: (row) => documents.source[row] },
        { name: "work", title: "About", cell: (row) => [documents.title[row] ?? "–", documents.year[row] === null ? null : element("span", { class: "muted" }, ` ${documents.year[row]}`)], sort: (row) => documents.title[row] },
        { name: "field", title: "Language", cell: (row) => languageName(documents.language[row] ?? "und"), sort: (row) => documents.language[row] },
        { name: "pages", title: "Mentions", cell: (row) => count(documents.mentions[row]), sort: (row) => documents.mentions[row] },
        { name: "score", title: "Claims", cell: (row) => count(documents.claims[row]), sort: (row) => documents.claims[row] },
        { name: "status", title: "Status", cell: (row) => statusMark(documents.status[row]), sort: (row) => documents.status[row] },
      ],
      text: (row) => `${fold(documents.source[row])} ${fold(documents.title[row] ?? "")} ${documents.year[row] ?? ""}`,
      filters: {
        language: (row) => documents.language[row] ?? "und",
        status: (row) => documents.status[row],
      },
      href: (row) => link({ page: documents.document_id[row] }),
    });
    grid.onChange = (query) => replaceAddress(link({ view: "pages", ...query }));
    return grid;
  },
  failures() {
    const { documents } = data;
    const rows = documents.status.map((status, row) => (status === "done" ? -1 : row)).filter((row) => row >= 0);
    fillOptions(form("failures").elements.status, rows.map((row) => documents.status[row]));
    const reason = (row) => documents.error[rows[row]] ?? REASONS[documents.status[rows[row]]] ?? "–";
    const grid = new Grid({
      place: document.getElementById("grid-failures"),
      label: "Pages without a result",
      noun: "page",
      form: form("failures"),
      size: rows.length,
      empty: "Every page has a result.",
      columns: [
        { name: "value", title: "Page", cell: (row) => element("span", { class: "value" }, documents.source[rows[row]]), sort: (row) => documents.source[rows[row]] },
        { name: "status", title: "Status", cell: (row) => statusMark(documents.status[rows[row]]), sort: (row) => documents.status[rows[row]] },
        { name: "field", title: "Stage", cell: (row) => documents.stage[rows[row]] ?? [], sort: (row) => documents.stage[rows[row]] },
        { name: "reason", title: "Reason", cell: (row) => reason(row), sort: (row) => reason(row) },
      ],
      text: (row) => `${fold(documents.source[rows[row]])} ${documents.status[rows[row]]} ${documents.stage[rows[row]] ?? ""} ${fold(reason(row))}`,
      filters: { status: (row) => documents.status[rows[row]] },
      href: (row) => link({ page: documents.document_id[rows[row]] }),
    });
    grid.onChange = (query) => replaceAddress(link({ view: "failures", ...query }));
    return grid;
  },
};

const REASONS = {
  empty: "The page holds no text.",
  unsupported_language: "The page is in a language that is not read.",
};

// ---- keys

function goBack() {
  const wanted = parameters();
  if (!wanted.has("record") && !wanted.has("page")) return;
  cameFrom = location.hash;
  if (trail.length > 1) history.back();
  else location.hash = wanted.has("record") ? "#view=records" : "#view=pages";
}

// Another address for what is shown, without a step of its own in the history.
function replaceAddress(address) {
  history.replaceState(null, "", address);
  trail[trail.length - 1] = location.hash;
}

// Arrow keys in a list of links go from one to the next.
function stepInList(event) {
  const item = event.target.closest(".quotes > li, .claims > li, .bars > li, nav > a");
  if (item === null) return false;
  const isRow = item.matches("nav > a");
  const step = { [isRow ? "ArrowRight" : "ArrowDown"]: 1, [isRow ? "ArrowLeft" : "ArrowUp"]: -1 }[event.key];
  if (step === undefined) return false;
  const next = step > 0 ? item.nextElementSibling : item.previousElementSibling;
  const anchor = next?.matches("a") ? next : next?.querySelector("a");
  if (!anchor) return true;
  anchor.focus();
  if (anchor.matches(".claim")) {
    replaceAddress(anchor.getAttribute("href"));
    route();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  const isTyping = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    focusSearch();
  } else if (event.key === "Escape") {
    if (isTyping) leaveField(event.target);
    else goBack();
  } else if (!isTyping && stepInList(event)) {
    event.preventDefault();
  }
});

function leaveField(field) {
  if (field.type === "search" && field.value !== "") {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    field.blur();
  }
}

async function focusSearch() {
  const visible = [...document.querySelectorAll("main > section:not([hidden]) input[type=search]")].find((input) => input.checkVisibility());
  if (visible !== undefined) {
    visible.focus();
    visible.select();
    return;
  }
  location.hash = "#view=records";
  await ready;
  setTimeout(() => document.getElementById("search").focus());
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // what stands behind `#` is the view
  document.getElementById("main").focus();
});

document.addEventListener("click", (event) => {
  const back = event.target.closest("a.back");
  if (back !== null && trail.length > 1) {
    event.preventDefault();
    goBack();
  }
});

window.addEventListener("hashchange", () => {
  if (location.hash === trail.at(-2)) trail.pop();
  else trail.push(location.hash);
  route();
});

const ready = loadRecords().then((all) => {
  data = all;
});
ready.catch((error) => say(error.message));
route();
