"""The style guide, rendered from the macros and sheets that every page uses."""

from __future__ import annotations

from flask import Blueprint, render_template

from ..permissions import public
from . import samples

bp = Blueprint("look", __name__)


@bp.get("/style-guide")
@public
def style_guide() -> str:
    return render_template("look/style_guide.html", samples=samples, form=samples.filled_form())
