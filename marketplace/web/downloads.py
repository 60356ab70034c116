"""Answers that are files to take along."""

from flask import Response


def csv_file(name: str, table: str) -> Response:
    """Return a table (`csv.table`) as a file of this name."""
    answer = Response(table, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
