"""The visitor's true address: X-Forwarded-* is believed from the named proxies only."""

from collections.abc import Iterable
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


NETWORK_BITS = 64
"""Of an IPv6 address: whoever has one has the whole /64 and would else never be counted twice."""


def countable(text: str | None) -> str:
    """Return by what an address is counted: an IPv4 address as it is, of an IPv6 address its network."""
    try:
        found = ip_address(text or "")
    except ValueError:
        return "?"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(IPv6Network((found, NETWORK_BITS), strict=False))
    return str(found)


class TrustedProxies:
    """Middleware; anybody else's forwarding headers are ignored (reference/reliability.md, 4.1.3)."""

    def __init__(self, wsgi_app: "WSGIApplication", proxies: tuple[str, ...]) -> None:
        self._plain = wsgi_app
        self._fixed = ProxyFix(wsgi_app, x_for=1, x_proto=1, x_host=1)
        self._proxies = [ip_network(proxy, strict=False) for proxy in proxies]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass the request on, repaired only where it comes from a trusted proxy."""
        app = self._fixed if self._is_trusted(environ.get("REMOTE_ADDR", "")) else self._plain
        return app(environ, start_response)

    def _is_trusted(self, text: str) -> bool:
        try:
            address = ip_address(text)
        except ValueError:
            return False
        return any(address in network for network in self._proxies)
