"""What a recording may be: told by its own first bytes, never by what is claimed of it."""

LARGEST = 1_500_000  # bytes: a minute in the best quality that browsers record in, with room to spare
LONGEST = 60  # seconds that a browser records
LONGEST_KEPT = 30  # days a shared one is kept at most: Kith's suggestion


def kind_of(audio: bytes) -> str | None:
    """The media type of a recording, of those that browsers make; nothing for anything else."""
    if audio.startswith(b"\x1a\x45\xdf\xa3"):
        return "audio/webm"
    if audio.startswith(b"OggS"):
        return "audio/ogg"
    return "audio/mp4" if audio[4:8] == b"ftyp" else None
