"""Files: uploaded, told of, fetched and deleted."""

import tempfile

from pywa.errors import WhatsAppError

from .files import PICTURE
from .stage import ANN


def run(stage):
    wa = stage.wa
    media = stage.call("upload_media", lambda: wa.upload_media(PICTURE, mime_type="image/png", filename="fern.png"),
                       lambda media: media.id.isdigit())
    url = stage.call("get_media_url", lambda: wa.get_media_url(media.id),
                     lambda url: url.mime_type == "image/png" and url.file_size == len(PICTURE))
    stage.call("get_media_bytes", lambda: wa.get_media_bytes(url.url), lambda data: data == PICTURE)
    with tempfile.TemporaryDirectory() as folder:
        stage.call("download_media", lambda: wa.download_media(url=url.url, path=folder, filename="fern.png"),
                   lambda path: path.read_bytes() == PICTURE)
    stage.call("send_image by id", lambda: wa.send_image(ANN, media.id))
    stage.call("delete_media", lambda: wa.delete_media(media.id))
    stage.refused("get_media_url after that", WhatsAppError, lambda: wa.get_media_url(media.id), 100)
