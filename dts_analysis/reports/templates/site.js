// Sorting, looking for and narrowing; without it everything is there, in its first order. It asks for nothing outside.
"use strict";
(() => {
  const LONG = 12; // rows from which a page's table can be sorted and searched
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const made = (tag, more, ...inside) => {
    const found = Object.assign(document.createElement(tag), more);
    found.append(...inside);
    return found;
  };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  const valueOf = (row, at) => {
    const cell = row.cells[at];
    const value = cell ? cell.dataset.value ?? cell.textContent.trim() : "";
    return value === "—" ? "" : value;
  };
  const compare = (a, b) => {
    const [x, y] = [Number(a), Number(b)];
    return Number.isNaN(x) || Number.isNaN(y) ? collator.compare(a, b) : x - y;
  };
  const sort = (table, at, isDown) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [valueOf(row, at), row]);
    rows.sort(([a], [b]) => (a === "" || b === "" ? (a === "") - (b === "") : isDown ? compare(b, a) : compare(a, b)));
    body.append(...rows.map(([, row]) => row)); // what has no value stays last, either way
    [...table.tHead.rows[0].cells].forEach((head, other) => {
      if (other === at) head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };
  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, at) => {
      head.addEventListener("click", () => sort(table, at, head.getAttribute("aria-sort") === "ascending"));
    });
    const select = made("select", {}, made("option", { value: "", textContent: "—" }));
    heads.forEach((head, at) => {
      for (const [isDown, mark] of [[false, "↑"], [true, "↓"]])
        select.append(made("option", { value: `${at} ${Number(isDown)}`, textContent: `${head.textContent.trim()} ${mark}` }));
    });
    select.addEventListener("change", () => {
      const [at, isDown] = select.value.split(" ").map(Number);
      if (select.value) sort(table, at, Boolean(isDown));
    });
    heads.forEach((head) => {
      const button = made("button", { type: "button", className: "sort" }); // its words stay the head's: print repeats them
      button.setAttribute("aria-label", `${WORDS.site_sort_by}: ${head.textContent.trim()}`);
      head.insertBefore(button, head.querySelector("small"));
    });
    const order = made("p", { className: "controls order" }, made("label", {}, `${WORDS.site_sort_by} `, select));
    table.closest("figure, .scroll").before(order); // where cards take the place of columns
  };

  const search = (form, list) => {
    const rows = list.tBodies ? [...list.tBodies[0].rows] : [...list.children];
    const texts = rows.map((row) => plain((row.querySelector("th") && list.id ? row.cells[0] : row).textContent));
    const input = form.querySelector("input[type=search]");
    const narrowing = [...form.querySelectorAll("[data-narrows]")];
    const look = () => {
      const words = plain(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        const has = words.every((word) => texts[at].includes(word));
        const fits = narrowing.every((each) => {
          const own = row.dataset[each.dataset.narrows];
          return each.type === "checkbox" ? !each.checked || own : !each.value || own === each.value;
        });
        row.hidden = !(has && fits);
        shown += !row.hidden;
      });
      const folded = list.closest("details");
      if (folded) folded.open = words.length > 0;
      form.querySelector("output").textContent = fill(WORDS.site_rows_shown, { shown, of: rows.length });
    };
    form.addEventListener("input", look);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
  };

  document.querySelectorAll("form.controls").forEach((form) => search(form, document.getElementById(form.dataset.for)));
  document.querySelectorAll("main table").forEach((table) => {
    const isLong = table.tHead && table.tBodies.length === 1 && table.tBodies[0].rows.length > LONG;
    if (table.hasAttribute("data-sortable")) sortable(table);
    else if (table.dataset.name && isLong) {
      const form = made(
        "form",
        { className: "controls" },
        made("label", {}, `${WORDS.site_find} `, made("input", { type: "search", autocomplete: "off" })),
        made("output"),
      );
      table.closest("figure").before(form);
      search(form, table);
      sortable(table);
    }
  });
  const current = document.querySelector(".tabs [aria-current]");
  if (current) {
    const row = current.closest("ul");
    row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
  const unfold = () => document.querySelectorAll("details.method").forEach((each) => (each.open = true));
  addEventListener("beforeprint", unfold);
  addEventListener("hashchange", () => location.hash === "#method" && unfold());
  if (location.hash === "#method") unfold();
})();
