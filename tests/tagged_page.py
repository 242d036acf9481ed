"""A notebook as it is after its run, with every tag and every kind of output a page treats in its own way.

Its tables are as `show` hands them over: named, each with its numbers as a Frictionless resource beside it.
"""

import nbformat

RESOURCE, NARROW = "application/vnd.dataresource+json", "application/vnd.dts.narrow+svg"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">'
    '<rect width="{0}" height="{1}" fill="#dde6f0"/><text x="10" y="24" font-size="14">{2}</text></svg>'
)
ANSWER = "Huyện tự chấm 511,18 trên 765 điểm"


def table(name, title, columns, rows):
    """Return a table's bundle: columns are (name, title, whether numbers), rows hold values, None for nothing."""
    shown = "".join(f'<th scope="col">{head}</th>' for _, head, _ in columns)
    lines = "".join(f"<tr>{_cells(columns, row)}</tr>" for row in rows)
    page = (
        f'<figure class="table"><style>figure.table caption{{color:red}}</style>'
        f'<div class="scroll" role="region" tabindex="0" aria-label="{title}">'
        f'<table data-name="{name}"><caption>{title}</caption><thead><tr>{shown}</tr></thead>'
        f'<tbody>{lines}</tbody></table></div><p class="note">Nguồn: phiếu.</p></figure>'
    )
    fields = [
        {"name": key, "title": head, "type": "number" if is_number else "string"}
        for key, head, is_number in columns
    ]
    data = [{key: value for (key, *_), value in zip(columns, row, strict=True)} for row in rows]
    resource = {"name": name, "title": title, "schema": {"fields": fields}, "data": data}
    return {"text/html": page, "text/plain": title, RESOURCE: resource}


def _cells(columns, row):
    first, *others = zip(columns, row, strict=True)
    cells = "".join(
        f'<td class="number" data-label="{head}" data-value="{value}">{str(value).replace(".", ",")}</td>'
        if is_number
        else f'<td data-label="{head}">{value}</td>'
        for (_, head, is_number), value in others
    )
    return f'<th scope="row">{first[1]}</th>{cells}'


INDICATORS = table(
    "weak-indicators",
    "Các chỉ số yếu",
    [("code", "Mã", False), ("name", "Chỉ số", False), ("lost", "Điểm mất", True), ("cell", "Ô", False)],
    [[f"{n}.{n}", "Đô thị thông minh" if n == 7 else f"Chỉ số thứ {n}", n * 1.25, f"G{n}"] for n in range(1, 41)],
)
SMALL = table("party", "Theo cơ quan", [("who", "Ai", False), ("lost", "Điểm", True)], [["đơn vị", 3.125]])
CHART = {
    "image/svg+xml": SVG.format(690, 300, "rộng"),
    NARROW: SVG.format(330, 300, "hẹp"),
    "text/plain": "hình",
}


def document():
    """Return the executed notebook: its order is not the order of the page."""
    cells = [
        nbformat.v4.new_markdown_cell("# Tên khác\n\nMở đầu."),
        _code(["parameters"]),
        _code(["headline"], {"text/html": f"<p><strong>{ANSWER}</strong></p>", "text/plain": ANSWER}),
        nbformat.v4.new_markdown_cell("## Yếu ở đâu"),
        _code([], INDICATORS),
        nbformat.v4.new_markdown_cell("## Ai xử lý"),
        _code([], SMALL),
        _code(["method"], {"text/html": "<p>Kappa có trọng số.</p>", "text/plain": ""}),
        _code(["figure"], CHART, {"image/svg+xml": {"alt": "Điểm theo trụ cột: xem bảng"}}),
        nbformat.v4.new_markdown_cell("Ngưỡng là lựa chọn.", metadata={"tags": ["method"]}),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def _code(tags, data=None, metadata=None):
    outputs = [nbformat.v4.new_output("execute_result", data, metadata=metadata or {})] if data else []
    return nbformat.v4.new_code_cell("secret_code()", metadata={"tags": tags}, outputs=outputs)
