"""What all parts need: pywa's client, the emulator's control API, and the account of the calls."""

import traceback

import httpx
from pywa import WhatsApp

from .receiver import Receiver
from .transport import ToEmulator

# What an emulator has that was started without saying otherwise.
APP_ID = "1200000000000001"
APP_SECRET = "emulated-app-secret"
BUSINESS_ID = "3400000000000001"
WABA_ID = "102290129340398"
PHONE_ID = "106540352242922"
TOKEN = "emulated-access-token"

VERIFY_TOKEN = "the-verify-token"
ANN = "+16505551234"


class Stage:
    """An emulator with one customer, and a business that asks through pywa."""

    def __init__(self, emulator: str):
        self._emulator = emulator
        self._control = httpx.Client(base_url=f"{emulator}/_emu", trust_env=False)
        self.wa = self.client(TOKEN)
        self.receiver = Receiver(self.wa)
        self.passed = self.failed = 0
        self.control("rules", {"rateLimits": False})
        self.control("clock", {"delays": {"sentMs": 1, "deliveredMs": 1, "readMs": 1, "reviewMs": 1}})
        ann = self.control("users", {"name": "Ann", "phone": ANN})
        self.bsuid = ann["bsuids"][BUSINESS_ID]

    def client(self, token: str) -> WhatsApp:
        return WhatsApp(
            phone_id=PHONE_ID,
            token=token,
            session=httpx.Client(transport=ToEmulator(self._emulator), timeout=30),
            waba_id=WABA_ID,
            business_portfolio_id=BUSINESS_ID,
            app_id=APP_ID,
            app_secret=APP_SECRET,
            verify_token=VERIFY_TOKEN,
        )

    def control(self, path: str, body=None):
        """Asks the control API; without a body it only looks."""
        answer = self._control.get(path) if body is None else self._control.post(path, json=body)
        answer.raise_for_status()
        return answer.json()

    def ann_writes(self, text: str) -> str:
        return self.control("inbound", {"user": ANN, "phoneNumberId": PHONE_ID, "text": text})["ids"][0]

    def call(self, name: str, make, holds=bool):
        """Makes a call and prints whether it did what it should: whether `holds` is true of what came of it."""
        try:
            made = make()
            assert holds(made), f"gave {made!r}"
        except Exception:
            self.failed += 1
            print(f"FAILED {name}\n{traceback.format_exc()}", flush=True)
            return None
        self.passed += 1
        print(f"ok {name}", flush=True)
        return made

    def refused(self, name: str, error: type, make, code: int):
        """Makes a call that has to end with an error of pywa's."""

        def attempt():
            try:
                return make()
            except error as refused:
                return refused

        self.call(name, attempt, lambda made: isinstance(made, error) and made.code == code)

    def close(self):
        self.receiver.close()
        self._control.close()
