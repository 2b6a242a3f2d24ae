"""A webhook endpoint whose whole work pywa does: the handshake, the signature, the parsing."""

import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pywa import WhatsApp, utils

# How long anything may take before the call counts as failed.
PATIENCE_SECONDS = 20


class Receiver:
    """Serves on a free port, and keeps what pywa makes of each webhook."""

    def __init__(self, wa: WhatsApp):
        self._updates = queue.Queue()
        self.refused = []
        self.statuses = {}
        handler = _handler(wa, self)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        for listen in (wa.on_message, wa.on_callback_button, wa.on_callback_selection, wa.on_message_status,
                       wa.on_template_status_update):
            listen(lambda _, update: self._updates.put(update))

    def wait_for(self, wanted, kind=None):
        """The next update that is wanted; those before it are dropped."""
        while True:
            update = self._updates.get(timeout=PATIENCE_SECONDS)
            if (kind is None or isinstance(update, kind)) and wanted(update):
                return update

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def _handler(wa: WhatsApp, receiver: Receiver):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked = parse_qs(urlsplit(self.path).query)
            answer, status = wa.webhook_challenge_handler(asked[utils.HUB_VT][0], asked[utils.HUB_CH][0])
            self._answer(status, answer)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            refused = wa.webhook_update_validator(body, self.headers.get(utils.HUB_SIG))
            if refused:
                receiver.refused.append(refused)
            answer, status = refused or wa.webhook_update_handler(body)
            self._answer(status, answer)

        def _answer(self, status: int, text: str):
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler
