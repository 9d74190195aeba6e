"""Reads DOCX and XLSX files with libraries that know nothing of ours, and tells
what it found, as JSON by file: the text, the styles of documents, the cells of
workbooks and the results of their formulas. A file they do not accept ends it."""

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
    return {"text": "\n".join(blocks(d)), "styles": sorted({p.style.name for p in d.paragraphs})}


def workbook(path):
    texts, cells, results = [], 0, {}
    shown = openpyxl.load_workbook(path, data_only=True)
    for sheet in openpyxl.load_workbook(path).worksheets:
        if int(sheet.page_setup.paperSize) != 9:
            raise ValueError(f"{sheet.title} is not for A4")
        for row in sheet.iter_rows():
            for cell in row:
                cells += cell.value is not None
                if cell.data_type == "f":
                    results[f"{sheet.title} {cell.coordinate}"] = shown[sheet.title][cell.coordinate].value
                elif isinstance(cell.value, str):
                    texts.append(cell.value)
    return {"text": "\n".join(texts), "cells": cells, "results": results}


found = {}
for path in sys.argv[1:]:
    try:
        found[path] = document(path) if path.endswith(".docx") else workbook(path)
    except Exception as e:  # whatever they find wrong is what we ask
        sys.exit(f"{path}: {type(e).__name__}: {e}")
json.dump(found, sys.stdout)
