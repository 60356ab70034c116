"""Pages. Importing this package registers every view."""

from marketplace.site.blueprint import bp, root_bp
from marketplace.site.views import components, looks, machines, pages, phone

__all__ = ["bp", "components", "looks", "machines", "pages", "phone", "root_bp"]
