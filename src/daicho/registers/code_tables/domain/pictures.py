"""Pictures (印影): a seal as a small SVG or PNG, looked into before it is kept, for it is drawn on paper.

An SVG may hold shapes and nothing else: no script, link, text, entity or embedded file. A PNG is kept as its data URL.
"""

from __future__ import annotations

import base64
import binascii
import struct
from xml.etree import ElementTree

from daicho.kernel.errors import Invalid, Problem

MOST_BYTES = 100_000
MOST_PIXELS = 1200
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_URL = "data:image/png;base64,"
PNG_COLOUR_TYPE = 25
GREY = (0, 4)
BLACKS = {"none", "black", "white", "#000", "#000000", "#fff", "#ffffff"}
SVG_SPACE = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title"}
ATTRIBUTES = {"viewBox", "width", "height", "version", "transform", "opacity", "points", "d"} | {
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry"),
    *("fill", "fill-rule", "clip-rule", "stroke", "stroke-width"),
    *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
}


def read_picture(content: bytes, *, field: str) -> str:
    """A picture as it came from a file, as text: SVG, or the data URL of a PNG. `Invalid` when it may not be kept."""
    if content.startswith(PNG_HEAD):
        return check_picture(PNG_URL + base64.b64encode(content).decode(), field=field)
    try:
        return check_picture(content.decode("utf-8-sig"), field=field)
    except UnicodeDecodeError:
        raise _wrong(field, "SVGかPNGの画像ではありません。") from None


def check_picture(text: str, *, field: str) -> str:
    """The picture, once more looked into. `Invalid` with the reason."""
    if len(text) > MOST_BYTES * 4 // 3 + len(PNG_URL):
        raise _wrong(field, f"画像は{MOST_BYTES // 1000}キロバイトまでです。")
    if text.startswith(PNG_URL):
        _check_png(text, field=field)
    else:
        _check_svg(text, field=field)
    return text


def is_black(text: str) -> bool:
    """Whether a picture that was looked into holds no colour: black and white in an SVG, grey in a PNG."""
    if text.startswith(PNG_URL):
        return base64.b64decode(text.removeprefix(PNG_URL))[PNG_COLOUR_TYPE] in GREY
    elements = ElementTree.fromstring(text.strip()).iter()
    return all(one.get(name, "none") in BLACKS for one in elements for name in ("fill", "stroke"))


def in_red(svg: str) -> str:
    """The same picture with its black in red (カード券面用の印)."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><filter id="red" '
        'color-interpolation-filters="sRGB"><feColorMatrix values="0 0 0 0 1  1 0 0 0 0  1 0 0 0 0  0 0 0 1 0"/>'
        f'</filter><g filter="url(#red)">{svg}</g></svg>'
    )


def as_svg(text: str) -> str:
    """A kept picture as one SVG: a PNG is framed in a square."""
    if not text.startswith(PNG_URL):
        return text
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 24 24">'
        f'<image width="24" height="24" xlink:href="{text}"/></svg>'
    )


def as_data_url(text: str) -> str:
    """A kept picture for a screen."""
    if text.startswith(PNG_URL):
        return text
    return "data:image/svg+xml;base64," + base64.b64encode(text.encode()).decode()


def _check_png(text: str, *, field: str) -> None:
    try:
        content = base64.b64decode(text.removeprefix(PNG_URL), validate=True)
    except binascii.Error:
        raise _wrong(field, "画像が壊れています。") from None
    if not content.startswith(PNG_HEAD) or content[12:16] != b"IHDR" or b"IEND" not in content:
        raise _wrong(field, "PNGの画像として読み取れません。")
    width, height = struct.unpack(">II", content[16:24])
    if width != height or not 0 < width <= MOST_PIXELS:
        raise _wrong(field, f"PNGは正方形で、1辺{MOST_PIXELS}画素までです。")


def _check_svg(text: str, *, field: str) -> None:
    if "<!" in text.replace("<!--", ""):
        raise _wrong(field, "文書型や実体の宣言があるSVGは受け付けません。")
    try:
        root = ElementTree.fromstring(text.strip())  # no declaration, so no entity
    except ElementTree.ParseError:
        raise _wrong(field, "SVGかPNGの画像として読み取れません。") from None
    if root.tag != f"{SVG_SPACE}svg" or "viewBox" not in root.attrib:
        raise _wrong(field, "SVGには大きさ（viewBox）が要ります。")
    for element in root.iter():
        name = str(element.tag).removeprefix(SVG_SPACE)
        if name not in SHAPES:
            raise _wrong(field, f"SVGには図形だけを入れられます（{name[:20]}があります）。")
        for attribute, value in element.attrib.items():
            if attribute not in ATTRIBUTES or "url(" in value or ":" in value:
                raise _wrong(field, f"SVGに使えない指定があります（{attribute[-20:]}）。")


def _wrong(field: str, why: str) -> Invalid:
    return Invalid(
        [
            Problem(
                code="code_tables.picture",
                field=field,
                what="この画像は登録できません。",
                why=why,
                remedy="図形だけのSVGか、正方形のPNGを選び直してください。",
            )
        ]
    )
