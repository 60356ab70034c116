"""The form that takes a table of things."""

from typing import IO

from wtforms import FileField
from wtforms.validators import ValidationError

from marketplace.i18n import _l
from marketplace.web.forms import BaseForm


def _sent(field: FileField) -> bool:
    return bool(getattr(field.data, "filename", ""))


class ImportForm(BaseForm):
    """A table, and a ZIP with the photos it names."""

    table = FileField(
        _l("The table"),
        description=_l(
            "A CSV file of at most 5 MB and 2000 rows. In Excel: Save as › CSV UTF-8."
        ),
        render_kw={"accept": ".csv,text/csv"},
    )
    zipped = FileField(
        _l("A ZIP with the photos"),
        description=_l("Only if the table names photos. No folders inside."),
        render_kw={"accept": ".zip,application/zip"},
    )

    def validate_table(self, field: FileField) -> None:
        """Ask for the table."""
        if not _sent(field):
            raise ValidationError(_l("Choose the table"))

    @property
    def zip_stream(self) -> IO[bytes] | None:
        """The ZIP, if one was sent."""
        found: IO[bytes] | None = (
            self.zipped.data.stream if _sent(self.zipped) else None
        )
        return found

    def close(self) -> None:
        """Let go of the temporary files: they may be large."""
        for field in (self.table, self.zipped):
            if _sent(field):
                field.data.close()
