"""Pictures that people upload in the journeys: drawn here, so that nothing from outside is needed."""

from io import BytesIO
from typing import TypedDict

from PIL import Image, ImageDraw


class Upload(TypedDict):
    """A file as the browser takes it."""

    name: str
    mimeType: str
    buffer: bytes


def picture(name: str, words: str, *, size: tuple[int, int] = (1200, 900)) -> Upload:
    """Draw a JPEG with words on it, as a phone's camera would bring it; other words are another picture."""
    image = Image.new("RGB", size, "#f3ead7")
    ImageDraw.Draw(image).text((80, 80), words, fill="#1a1f2c", font_size=48)
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}
