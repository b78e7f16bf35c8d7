"""The routes of programmes hang on this."""

from flask import Blueprint

from .names import part_name, role_name

bp = Blueprint("programmes", __name__)
bp.add_app_template_filter(role_name)
bp.add_app_template_filter(part_name)
