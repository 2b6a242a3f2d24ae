"""Webhooks: where they go, and what pywa reads from them."""

from pywa.types import (
    Button,
    CallbackButton,
    CallbackSelection,
    Message,
    MessageStatus,
    MessageStatusType,
    Section,
    SectionList,
    SectionRow,
)

from .stage import ANN, APP_ID, APP_SECRET, VERIFY_TOKEN


def run(stage):
    wa, receiver = stage.wa, stage.receiver
    token = stage.call("get_app_access_token", lambda: wa.get_app_access_token(APP_ID, APP_SECRET))
    stage.call("set_app_callback_url", lambda: wa.set_app_callback_url(
        APP_ID, token, receiver.url, VERIFY_TOKEN, ["messages", "message_template_status_update"]))
    stage.call("override_waba_callback_url", lambda: wa.override_waba_callback_url(receiver.url, VERIFY_TOKEN))
    stage.call("override_phone_callback_url", lambda: wa.override_phone_callback_url(receiver.url, VERIFY_TOKEN))

    wamid = stage.ann_writes("Grüße 👋")
    message = stage.call("on_message", lambda: receiver.wait_for(lambda update: update.id == wamid, Message),
                         lambda message: message.text == "Grüße 👋" and message.from_user.name == "Ann"
                         and message.from_user.bsuid == stage.bsuid)
    stage.call("Message.mark_as_read", lambda: message.mark_as_read())
    stage.call("indicate_typing", lambda: wa.indicate_typing(wamid), lambda _: stage.control("messages")["typing"])
    reply = stage.call("Message.reply", lambda: message.reply("Hello Ann", tracker="our-id"))
    for status in (MessageStatusType.SENT, MessageStatusType.DELIVERED, MessageStatusType.READ):
        stage.call(f"on_message_status: {status}", lambda status=status: _status(receiver, reply.id, status),
                   lambda update: update.tracker == "our-id")
    stage.call("Message.react", lambda: message.react("👍"))
    _replies(stage)
    stage.call("delete_phone_callback_url", lambda: wa.delete_phone_callback_url())
    stage.call("no signature was refused", lambda: not receiver.refused)


def _status(receiver, wamid, status):
    # Webhooks travel side by side, so that one may overtake the other: each is looked for by itself.
    seen = receiver.statuses.setdefault(wamid, {})
    while status not in seen:
        update = receiver.wait_for(lambda update: True, MessageStatus)
        receiver.statuses.setdefault(update.id, {})[update.status] = update
        seen = receiver.statuses.get(wamid, seen)
    return seen[status]


def _replies(stage):
    """Ann taps a button, and chooses from a list."""

    def taps(buttons, button, kind):
        sent = stage.wa.send_message(ANN, "Choose", buttons=buttons)
        stage.control(f"user/{ANN}/tap", {"messageId": sent.id, "button": button})
        return stage.receiver.wait_for(lambda update: update.reply_to_message.id == sent.id, kind)

    stage.call("on_callback_button", lambda: taps([Button(title="Yes", callback_data="yes")], "yes", CallbackButton),
               lambda tapped: tapped.data == "yes" and tapped.title == "Yes")
    rows = [SectionRow(title="Fern", callback_data="fern", description="Green")]
    menu = SectionList(button_title="Menu", sections=[Section(title="Plants", rows=rows)])
    stage.call("on_callback_selection", lambda: taps(menu, "fern", CallbackSelection),
               lambda chosen: chosen.data == "fern" and chosen.description == "Green")
