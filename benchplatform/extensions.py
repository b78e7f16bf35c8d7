"""The Flask extensions, one of each, bound to the application in `app.py`."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect

babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True, swallow_errors=True, strategy="moving-window")
login_manager = LoginManager()
