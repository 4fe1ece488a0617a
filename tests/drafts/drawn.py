"""Pictures drawn for the tests: people a face detector sees, of nobody who lives."""

import io

from PIL import Image, ImageDraw, ImageFilter

SKIN, DARK, LIP = (214, 170, 140), (60, 40, 30), (150, 70, 70)


def group(people: int, kind: str = "PNG", **save: object) -> bytes:
    """So many people in a row, looking at the camera."""
    image = Image.new("RGB", (220 * max(people, 1), 360), (120, 150, 120))
    draw = ImageDraw.Draw(image)
    for number in range(people):
        _person(draw, 110 + 220 * number, 140, 120)
    return written(image.filter(ImageFilter.GaussianBlur(2)), kind, **save)


def written(image: Image.Image, kind: str = "PNG", **save: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **save)
    return file.getvalue()


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, wide: int) -> None:
    def part(left: float, top: float, right: float, bottom: float, colour: tuple[int, int, int]) -> None:
        draw.ellipse([x + left * wide, y + top * wide, x + right * wide, y + bottom * wide], fill=colour)

    draw.rectangle([x - 90, y + 100, x + 90, 360], fill=(40, 60, 120))
    part(-0.5, -0.65, 0.5, 0.65, SKIN)
    draw.chord([x - 0.53 * wide, y - 0.73 * wide, x + 0.53 * wide, y + 0.15 * wide], 200, 340, fill=DARK)
    for side in (-0.2, 0.2):
        part(side - 0.13, -0.19, side + 0.13, -0.03, (150, 105, 85))
        part(side - 0.1, -0.145, side + 0.1, -0.055, (240, 235, 230))
        part(side - 0.045, -0.145, side + 0.045, -0.055, DARK)
        draw.rectangle([x + (side - 0.13) * wide, y - 0.24 * wide, x + (side + 0.13) * wide, y - 0.2 * wide], fill=DARK)
    part(-0.1, 0.1, 0.1, 0.23, (170, 120, 100))
    part(-0.17, 0.33, 0.17, 0.42, LIP)
