"""The Flask extensions, one of each, bound to the application in `app.py`."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect


class LimiterOfSomeViews(Limiter):
    """Only views that say so are limited, and each asks for itself: nothing is looked up for all the others."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


babel = Babel()
csrf = CSRFProtect()
limiter = LimiterOfSomeViews(get_remote_address, headers_enabled=True, swallow_errors=True, strategy="moving-window")
login_manager = LoginManager()
