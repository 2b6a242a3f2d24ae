"""What is refused, at once or later, is the error that pywa has for it."""

from pywa import errors
from pywa.types import MessageStatus, MessageStatusType
from pywa.types import templates as t

from .stage import ANN

DAY_MS = 24 * 60 * 60 * 1_000


def run(stage):
    wa = stage.wa
    stranger = "+441234567890"
    stage.refused("a wrong token", errors.ExpiredAccessToken, lambda: stage.client("nobody").send_message(ANN, "hi"), 190)
    stage.refused("an unknown template", errors.TemplateNotExists,
                  lambda: wa.send_template(ANN, "unknown", t.TemplateLanguage.ENGLISH_US), 132001)
    stage.refused("a missing media", errors.InvalidParameter, lambda: wa.send_image(ANN, "1234567890"), 131009)
    stage.refused("a text that is too long", errors.WhatsAppError, lambda: wa.send_message(ANN, "x" * 4_097), 100)
    _later(stage, "on_message_status: undeliverable", errors.MessageUndeliverable, stranger)
    stage.control("clock", {"advanceMs": DAY_MS})
    _later(stage, "on_message_status: the window is closed", errors.ReEngagementMessage, ANN)
    stage.control("rules", {"closedWindow": "refused"})
    stage.refused("a closed window", errors.ReEngagementMessage, lambda: wa.send_message(ANN, "hi"), 131047)


def _later(stage, name, error, to):
    sent = stage.wa.send_message(to, "hi")
    stage.call(name, lambda: stage.receiver.wait_for(lambda update: update.id == sent.id, MessageStatus),
               lambda update: update.status == MessageStatusType.FAILED and isinstance(update.error, error))
