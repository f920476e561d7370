"""Languages, as BCP 47 names them: `en`, `de-CH`, `zh-Hans`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from pydantic_core import PydanticCustomError

NAMES: Final[dict[str, str]] = {
    "arabic": "ar",
    "bengali": "bn",
    "bulgarian": "bg",
    "catalan": "ca",
    "chinese": "zh",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "deutsch": "de",
    "dutch": "nl",
    "english": "en",
    "español": "es",
    "estonian": "et",
    "finnish": "fi",
    "français": "fr",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "icelandic": "is",
    "indonesian": "id",
    "irish": "ga",
    "italian": "it",
    "italiano": "it",
    "japanese": "ja",
    "korean": "ko",
    "latin": "la",
    "latvian": "lv",
    "lithuanian": "lt",
    "norwegian": "nb",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "português": "pt",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "slovak": "sk",
    "slovenian": "sl",
    "spanish": "es",
    "swedish": "sv",
    "turkish": "tr",
    "ukrainian": "uk",
    "vietnamese": "vi",
    "русский": "ru",
    "中文": "zh",
    "日本語": "ja",
}
"""What people write for a language -> its tag."""

_COUNTRIES: Final = {"cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "jp": "ja", "kr": "ko", "se": "sv", "ua": "uk"}
"""Tags of countries that people take for those of languages."""
_COMMON: Final = frozenset(NAMES.values())


def language_tag(tag: str) -> str:
    """Return a tag of a language that there is (IANA, Language Subtag Registry).

    Raises:
        PydanticCustomError: if there is no such tag.
    """
    if tag in _COMMON:
        return tag
    from langcodes import tag_is_valid  # noqa: PLC0415 - it takes long to load, and most lessons do not need it

    if not tag.isascii() or "_" in tag or not tag_is_valid(tag):
        raise PydanticCustomError("language", "is no language that there is: `{tag}`", {"tag": tag, "hint": _hint(tag)})
    return tag


def _hint(tag: str) -> str:
    plain = tag.strip().casefold()
    close = get_close_matches(plain, NAMES, n=1, cutoff=0.8)
    meant = NAMES.get(plain) or _COUNTRIES.get(plain) or (NAMES[close[0]] if close else "")
    if not meant and "_" in tag:
        meant = tag.replace("_", "-")
    like = "a language is written as its tag (BCP 47), such as `en`, `de`, `pt-BR`, `zh-Hans`"
    return f"did you mean `{meant}`? {like}" if meant else like
