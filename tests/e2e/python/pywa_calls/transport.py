"""The way from pywa, which knows only Meta's hosts, to the emulator."""

import httpx

METAS = {"graph.facebook.com", "api.facebook.com", "lookaside.fbsbx.com"}


class ToEmulator(httpx.HTTPTransport):
    """Sends what is meant for Meta to the emulator, and nothing anywhere else."""

    def __init__(self, emulator: str):
        super().__init__()
        self._emulator = httpx.URL(emulator)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host in METAS:
            target = {"scheme": self._emulator.scheme, "host": self._emulator.host, "port": self._emulator.port}
            request.url = request.url.copy_with(**target)
            request.headers["Host"] = request.url.netloc.decode()
        elif request.url.host != self._emulator.host:
            raise httpx.ConnectError(f"{request.url.host} is not to be asked", request=request)
        return super().handle_request(request)
