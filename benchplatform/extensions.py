"""The Flask extensions, one of each, bound to the application in `app.py`."""

from ipaddress import IPv6Address, ip_address

from flask import request
from flask_limiter import Limiter
from flask_login import LoginManager
from flask_wtf import CSRFProtect


class LimiterOfSomeViews(Limiter):
    """Only views that say so are limited, and each asks for itself: nothing is looked up for all the others."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


def visitor_network() -> str:
    """What tries are counted by: the visitor's address; of an IPv6 one its first half, the rest is hers to choose."""
    try:
        address = ip_address(request.remote_addr or "127.0.0.1")
    except ValueError:
        return str(request.remote_addr)
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"


csrf = CSRFProtect()
limiter = LimiterOfSomeViews(visitor_network, headers_enabled=True, swallow_errors=True, strategy="moving-window")
login_manager = LoginManager()
