"""Messages of every type, to a phone number and to a business-scoped user id."""

from pywa import types

from .files import VIDEO, PDF, PICTURE, SPEECH, STICKER
from .stage import ANN


def run(stage):
    wa = stage.wa
    written = stage.ann_writes("Hello")
    for whom, to in (("phone", ANN), ("BSUID", stage.bsuid)):
        send = lambda name, make: stage.call(f"{name} to {whom}", make, lambda sent: sent.id.startswith("wamid."))
        send("send_message", lambda: wa.send_message(to, "Hello", preview_url=True, reply_to_message_id=written))
        send("send_message with buttons", lambda: wa.send_message(
            to, "Choose", header="Plants", footer="Lucky Shrub",
            buttons=[types.Button(title="Yes", callback_data="yes"), types.Button(title="No", callback_data="no")]))
        send("send_message with a list", lambda: wa.send_message(to, "Choose", buttons=types.SectionList(
            button_title="Menu", sections=[types.Section(title="Plants", rows=[
                types.SectionRow(title="Fern", callback_data="fern", description="Green")])])))
        send("send_message with a link", lambda: wa.send_message(
            to, "Look", buttons=types.URLButton(title="Open", url="https://shop.test")))
        send("send_image", lambda: wa.send_image(to, PICTURE, caption="A fern", mime_type="image/png"))
        send("send_image with buttons", lambda: wa.send_image(
            to, PICTURE, caption="A fern", mime_type="image/png", buttons=[types.Button(title="Buy", callback_data="buy")]))
        send("send_video", lambda: wa.send_video(to, VIDEO, caption="A fern", mime_type="video/mp4"))
        send("send_document", lambda: wa.send_document(to, PDF, filename="a.pdf", mime_type="application/pdf"))
        send("send_audio", lambda: wa.send_audio(to, SPEECH, mime_type="audio/ogg"))
        send("send_voice", lambda: wa.send_voice(to, SPEECH, mime_type="audio/ogg"))
        send("send_sticker", lambda: wa.send_sticker(to, STICKER, mime_type="image/webp"))
        send("send_location", lambda: wa.send_location(to, 37.4, -122.2, name="Office", address="1 Way"))
        send("request_location", lambda: wa.request_location(to, "Where are you?"))
        send("request_contact_info", lambda: wa.request_contact_info(to, "Who are you?"))
        send("send_contact", lambda: wa.send_contact(to, types.Contact(
            name=types.Contact.Name(formatted_name="Bo Lee", first_name="Bo"),
            phones=[types.Contact.Phone(phone="+16505550000", type="WORK")])))
        send("send_carousel", lambda: wa.send_carousel(to, body="Look", cards=[
            types.ImageCarouselCard(image=_picture(wa), body="One",
                                    buttons=types.URLButton(title="Open", url="https://shop.test")),
            types.ImageCarouselCard(image=_picture(wa), body="Two",
                                    buttons=[types.Button(title="Buy", callback_data="buy")])]))
        send("send_reaction", lambda: wa.send_reaction(to, "👍", written))
        send("remove_reaction", lambda: wa.remove_reaction(to, written))
    stage.call("mark_message_as_read", lambda: wa.mark_message_as_read(written))


def _picture(wa):
    """A link: pywa sends carousels with no other, and the emulator fetches none but of this machine."""
    return "http://127.0.0.1:9/a.png"
