"""Files of every kind; the emulator looks at what they are called, not into them."""

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(32)
VIDEO = bytes(4) + b"ftypisom" + bytes(32)
PDF = b"%PDF-1.7\n"
SPEECH = b"OggS" + bytes(32)
STICKER = b"RIFF\x10\x00\x00\x00WEBPVP8L" + bytes(8)
