"""Where the views of discussions hang."""

from flask import Blueprint

bp = Blueprint("discussions", __name__)
