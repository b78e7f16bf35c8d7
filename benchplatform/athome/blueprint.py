"""The blueprint that all pages about the work at home belong to."""

from flask import Blueprint

bp = Blueprint("athome", __name__)
