"""The blueprint of the desk."""

from flask import Blueprint

bp = Blueprint("coordinator", __name__)
