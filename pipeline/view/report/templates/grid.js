"use strict";
// A table that is searched, filtered, sorted and shown page by page; used with pointer and keys alike.

const ROWS = 50;

class Grid {
  // columns: {name, title, cell(row) -> children, sort(row) -> value, narrow}; size: number of rows;
  // noun: what a row is; text(row): what the search looks at; filters: {name: row -> value or values}; href(row): where a row leads.
  constructor({ place, label, noun, columns, size, text, filters, href, form, empty }) {
    Object.assign(this, { place, label, noun, columns, size, text, filters, href, form, empty });
    this.sorted = null;
    this.descending = false;
    this.page = 0;
    this.current = null;
    this.rankCache = new Map();
    this.haystacks = null;
    this.build();
    this.listen();
  }

  build() {
    this.status = element("p", { class: "count", role: "status" });
    this.body = element("tbody", { role: "rowgroup" });
    this.heads = new Map();
    const head = element("tr", { role: "row" });
    for (const column of this.columns) {
      const button = element("button", { type: "button" }, column.title);
      const cell = element("th", { role: "columnheader", scope: "col", class: `c-${column.name}` }, button);
      button.addEventListener("click", () => this.sort(column.name));
      this.heads.set(column.name, cell);
      head.append(cell);
    }
    this.table = element(
      "table",
      { role: "grid", "aria-label": this.label, class: `grid grid-${this.noun}s` },
      element("thead", { role: "rowgroup" }, head),
      this.body,
    );
    this.before = element("button", { type: "button", "aria-label": "Earlier rows" }, "←");
    this.after = element("button", { type: "button", "aria-label": "Later rows" }, "→");
    this.before.addEventListener("click", () => this.turn(-1));
    this.after.addEventListener("click", () => this.turn(1));
    this.pager = element("div", { class: "pager" }, this.before, this.after);
    this.place.replaceChildren(element("div", { class: "above" }, this.status, this.pager), this.table);
  }

  listen() {
    this.body.addEventListener("click", (event) => {
      const row = event.target.closest("tr");
      if (row !== null && !event.target.closest("a") && getSelection().isCollapsed) this.open(Number(row.dataset.row));
    });
    this.table.addEventListener("keydown", (event) => this.onKey(event));
    if (this.form === null) return;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.changed());
    this.form.elements.q.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        this.changed();
        this.focusRow(0);
      }
    });
  }

  // What the form asks for, as parameters of the address.
  get query() {
    const entries = this.form === null ? [] : [...new FormData(this.form).entries()];
    return Object.fromEntries(entries.filter(([, value]) => value !== ""));
  }

  setQuery(parameters) {
    for (const control of this.form?.elements ?? []) if (control.name) control.value = parameters.get(control.name) ?? "";
    this.update();
  }

  changed() {
    this.update();
    this.onChange?.(this.query);
  }

  update() {
    const began = performance.now();
    const { q = "", ...filters } = this.query;
    const wanted = fold(q).split(/\s+/).filter(Boolean);
    if (wanted.length && this.haystacks === null) {
      this.haystacks = Array.from({ length: this.size }, (_, row) => this.text(row));
    }
    const tests = Object.entries(filters).map(([name, value]) => [this.filters[name], value]);
    const rows = [];
    for (let row = 0; row < this.size; row++) {
      if (wanted.every((word) => this.haystacks[row].includes(word)) && tests.every(([of, value]) => matches(of(row), value)))
        rows.push(row);
    }
    this.rows = this.inOrder(rows);
    this.page = 0;
    this.draw();
    this.took = performance.now() - began;
  }

  inOrder(rows) {
    if (this.sorted === null) return rows;
    const name = this.sorted;
    if (!this.rankCache.has(name)) {
      const { sort } = this.columns.find((column) => column.name === name);
      this.rankCache.set(name, ranks(Array.from({ length: this.size }, (_, row) => sort(row))));
    }
    const rank = this.rankCache.get(name);
    const sign = this.descending ? -1 : 1;
    return rows.sort((a, b) => sign * (rank[a] - rank[b]) || a - b);
  }

  // Upwards, downwards, and as it was.
  sort(name) {
    if (this.sorted !== name) [this.sorted, this.descending] = [name, false];
    else if (!this.descending) this.descending = true;
    else [this.sorted, this.descending] = [null, false];
    this.update();
  }

  draw() {
    const first = this.page * ROWS;
    const shown = this.rows.slice(first, first + ROWS);
    for (const [name, cell] of this.heads) {
      const order = this.sorted === name ? (this.descending ? "descending" : "ascending") : "none";
      cell.setAttribute("aria-sort", order);
    }
    this.table.setAttribute("aria-rowcount", this.rows.length + 1);
    this.body.replaceChildren(...shown.map((row, index) => this.row(row, first + index)));
    const total = this.rows.length;
    this.status.textContent =
      total === 0 ? this.empty : total <= ROWS ? plural(total, this.noun) : `${count(first + 1)}–${count(first + shown.length)} of ${count(total)}`;
    this.table.hidden = total === 0;
    this.pager.hidden = total <= ROWS;
    this.before.disabled = this.page === 0;
    this.after.disabled = first + ROWS >= total;
  }

  row(row, index) {
    const isCurrent = row === this.current;
    const cells = this.columns.map((column) =>
      element("td", { role: "gridcell", class: `c-${column.name}` }, column.cell(row)),
    );
    return element(
      "tr",
      {
        role: "row",
        "data-row": row,
        "aria-rowindex": index + 2,
        "aria-selected": isCurrent ? "true" : "false",
        tabindex: isCurrent || index === this.page * ROWS ? 0 : -1,
      },
      cells,
    );
  }

  turn(by) {
    this.page = Math.min(Math.max(this.page + by, 0), Math.max(Math.ceil(this.rows.length / ROWS) - 1, 0));
    this.draw();
    this.place.scrollIntoView({ block: "nearest" });
  }

  // Mark a row and turn to the page it stands on; filters that hide it are given up.
  select(row) {
    this.current = row;
    if (row !== null && !this.rows.includes(row)) {
      this.form?.reset();
      this.update();
    }
    if (row !== null) this.page = Math.floor(this.rows.indexOf(row) / ROWS);
    this.draw();
  }

  open(row) {
    location.hash = this.href(row);
  }

  // Put the focus on the row at a place among all that are found.
  focusRow(index) {
    if (this.rows.length === 0) return;
    const place = Math.min(Math.max(index, 0), this.rows.length - 1);
    const page = Math.floor(place / ROWS);
    if (page !== this.page) {
      this.page = page;
      this.draw();
    }
    for (const row of this.body.children) row.tabIndex = -1;
    const row = this.body.children[place - page * ROWS];
    row.tabIndex = 0;
    row.focus();
  }

  focusCurrent() {
    this.focusRow(this.current === null ? this.page * ROWS : this.rows.indexOf(this.current));
  }

  onKey(event) {
    const row = event.target.closest("tbody tr");
    if (row === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const place = this.rows.indexOf(Number(row.dataset.row));
    const places = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: place + 10,
      PageUp: place - 10,
      Home: 0,
      End: this.rows.length - 1,
    };
    if (event.key === "Enter" && event.target === row) this.open(Number(row.dataset.row));
    else if (event.key === "ArrowUp" && place === 0) this.form?.elements.q.focus();
    else if (event.key in places) this.focusRow(places[event.key]);
    else return;
    event.preventDefault();
  }
}

function matches(value, wanted) {
  return Array.isArray(value) ? value.includes(wanted) : value === wanted;
}

// The options of a filter: the values that there are, the most frequent first.
function fillOptions(select, values, name = words) {
  const counts = new Map();
  for (const value of values.flat()) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ordered = [...counts].sort((a, b) => b[1] - a[1] || COLLATOR.compare(a[0], b[0]));
  for (const [value, n] of ordered) select.append(element("option", { value }, `${name(value)} (${count(n)})`));
  select.closest("label").hidden = ordered.length < 2;
}
