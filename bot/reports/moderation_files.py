"""The report as files: JSON for machines, CSV for spreadsheets. The same rows as the page, the same numbers kept back."""

import csv
import io
import json
from typing import Any

from bot.clock import london
from bot.reports.moderation import Report

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet reads a cell that begins so as a formula."""
HEAD = ("table", "row", "column", "number", "in words")


def safe(value: object) -> str:
    """As text that a spreadsheet leaves alone."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def as_csv(report: Report) -> str:
    """One number on each line; begins with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    write = csv.writer(text)
    write.writerow(HEAD)
    write.writerows([safe(cell) for cell in row] for row in _lines(report))
    return "\ufeff" + text.getvalue()


def _lines(report: Report) -> list[tuple[object, ...]]:
    whole = report.scope.whole
    lines: list[tuple[object, ...]] = [
        ("report", "accounts", "", None, report.scope.label),
        ("report", "first day", "", None, whole.first.isoformat()),
        ("report", "last day", "", None, whole.last.isoformat()),
        ("report", "made", "", None, london(report.made_at).isoformat(timespec="minutes")),
        *(("in words", "", "", None, line) for line in report.lines),
    ]
    for table in report.sections:
        for row in table.rows:
            lines += [(table.title, row.label, column, cell.value, cell.words) for column, cell in zip(table.columns[1:], row.cells, strict=True)]
    lines += [("What could not be counted", "", "", None, line) for line in report.gaps]
    lines += [("How good the judge is", name, "", None, value) for name, value in report.judge.rows]
    return lines


def as_json(report: Report) -> str:
    whole = report.scope.whole
    found: dict[str, Any] = {
        "accounts": report.scope.label,
        "first_day": whole.first.isoformat(),
        "last_day": whole.last.isoformat(),
        "made": london(report.made_at).isoformat(timespec="seconds"),
        "in_words": list(report.lines),
        "tables": {
            table.key: {
                "title": table.title,
                "rows": [
                    {"row": row.label}
                    | {column: {"number": cell.value, "words": cell.words} for column, cell in zip(table.columns[1:], row.cells, strict=True)}
                    for row in table.rows
                ],
                "notes": [each for each in (table.about, *table.after) if each],
            }
            for table in report.sections
        },
        "not_counted": list(report.gaps),
        "judge": {"rules_alone": report.judge.rules_alone, "measured": dict(report.judge.rows), "notes": dict(report.judge.notes)},
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
