"""The blueprints of what belongs to no single domain."""

from flask import Blueprint

bp = Blueprint("site", __name__)
root_bp = Blueprint("root", __name__)
