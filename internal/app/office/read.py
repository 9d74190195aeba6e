"""Reads DOCX and XLSX files with libraries that know nothing of ours, and tells
what it found, as JSON by file: the text of documents, and how many cells and
formulas of workbooks. A file they do not accept ends it."""

import json
import sys

import docx
import openpyxl


def blocks(part):
    for p in part.paragraphs:
        yield p.text
    for table in part.tables:
        for row in table.rows:
            seen = None
            for cell in row.cells:
                if cell._tc is not seen:
                    yield from blocks(cell)
                seen = cell._tc


def document(path):
    d = docx.Document(path)
    styles = {p.style.name for p in d.paragraphs}
    return {"text": "\n".join(blocks(d)), "styles": sorted(styles), "sections": [int(s.page_width > s.page_height) for s in d.sections]}


def workbook(path):
    cells = formulas = 0
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.page_setup.paperSize != 9 and str(sheet.page_setup.paperSize) != "9":
            raise ValueError(f"{path}: {sheet.title} is not for A4")
        for row in sheet.iter_rows():
            for cell in row:
                cells += cell.value is not None
                formulas += cell.data_type == "f"
    return {"cells": cells, "formulas": formulas, "sheets": book.sheetnames}


found = {}
for path in sys.argv[1:]:
    try:
        found[path] = document(path) if path.endswith(".docx") else workbook(path)
    except Exception as e:  # whatever they find wrong is what we ask
        sys.exit(f"{path}: {type(e).__name__}: {e}")
json.dump(found, sys.stdout)
