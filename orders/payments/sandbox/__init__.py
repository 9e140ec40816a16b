"""A stand-in for Stripe, its own process on loopback: the real ``stripe`` client talks to it.

It knows nothing of the shop and imports nothing of it. It was made from Stripe's published reference and the
official client's code, and was never compared with the real service.
"""

from .server import SandboxHandle, start_sandbox
from .state import SandboxOptions
from .webhooks import Manner, sign

__all__ = ["Manner", "SandboxHandle", "SandboxOptions", "sign", "start_sandbox"]
