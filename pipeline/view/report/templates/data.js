"use strict";
// The report's data: parts that stand in this file as JSON, or beside it as scripts that call `abspannPart`.

const META = JSON.parse(document.getElementById("meta").textContent);
const PAGES_KEPT = 40; // parsed pages in memory; evidence of one record shows fewer

const loaded = new Map(); // name -> promise of the part
const arriving = new Map(); // name -> function that takes the part

function part(name) {
  let promise = loaded.get(name);
  if (promise === undefined) promise = load(name);
  else loaded.delete(name); // so that the map is in the order of use
  loaded.set(name, promise);
  forgetPages();
  return promise;
}

function load(name) {
  const embedded = document.getElementById("part-" + name);
  if (embedded !== null) return new Promise((resolve) => resolve(JSON.parse(embedded.textContent)));
  return new Promise((resolve, reject) => {
    arriving.set(name, resolve);
    const script = document.createElement("script");
    script.src = encodeURIComponent(META.folder) + "/" + name + ".js";
    script.onerror = () => {
      loaded.delete(name);
      reject(new Error(`${META.folder}/${name}.js is missing: keep that folder beside the report`));
    };
    script.onload = () => script.remove();
    document.head.append(script);
  });
}

function abspannPart(name, value) {
  arriving.get(name)?.(value);
  arriving.delete(name);
}

function forgetPages() {
  const pages = [...loaded.keys()].filter((name) => name.startsWith("page-"));
  for (const name of pages.slice(0, -PAGES_KEPT)) loaded.delete(name);
}

// A column is an array, or an index into its distinct values.
function unpool(column) {
  return Array.isArray(column) ? column : column.index.map((index) => column.values[index]);
}

function unpoolAll(columns) {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, unpool(column)]));
}

// Text as the search compares it: no case, no accents.
const FOLDED = new Map();
function fold(text) {
  let folded = FOLDED.get(text);
  if (folded === undefined) {
    folded = /^[\x00-\x7f]*$/.test(text)
      ? text.toLowerCase()
      : text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
    FOLDED.set(text, folded);
  }
  return folded;
}

const COLLATOR = new Intl.Collator("de", { numeric: true, sensitivity: "base" });

// For each value its place among the distinct values, so that rows are sorted by numbers; missing values come last.
function ranks(values) {
  const distinct = [...new Set(values)];
  const isText = distinct.some((value) => typeof value === "string");
  const order = (a, b) =>
    a === null || b === null ? (a === null) - (b === null) : isText ? COLLATOR.compare(a, b) : a - b;
  const places = new Map(distinct.sort(order).map((value, place) => [value, place]));
  return Int32Array.from(values, (value) => places.get(value));
}

const words = (name) => name.replaceAll("_", " ");
const count = (n) => n.toLocaleString("en");
const plural = (n, noun) => `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
const languageName = (code) => META.languages[code] ?? code;

// An element with attributes and children; text is text, whatever it holds.
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

function link(parameters) {
  return "#" + new URLSearchParams(parameters).toString();
}
