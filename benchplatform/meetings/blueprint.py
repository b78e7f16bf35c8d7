"""The blueprint that all pages of meetings belong to."""

from flask import Blueprint

bp = Blueprint("meetings", __name__)
