"""A tiny mail server in a thread: speaks just enough SMTP, keeps what it takes, refuses when told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SmtpStandIn(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine; ``replies`` overrides the answer to a verb, such as ``RCPT``."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.messages: list[bytes] = []
        self.replies: dict[str, bytes] = {}

    @property
    def url(self) -> str:
        """The setting ``SMTP_URL`` that leads here."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: SmtpStandIn

    def handle(self) -> None:
        self._say(b"220 stand-in")
        while line := self.rfile.readline():
            verb = line[:4].decode("ascii", "replace").upper().strip()
            if verb in self.server.replies:
                self._say(self.server.replies[verb])
            elif verb == "DATA":
                self._say(b"354 go on")
                self.server.messages.append(self._body())
                self._say(b"250 taken")
            elif verb == "QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"250 fine")

    def _body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def smtp_server() -> Iterator[SmtpStandIn]:
    """Run the stand-in while the block lasts."""
    with SmtpStandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
