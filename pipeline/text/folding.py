"""Letters brought to a plain form, so that spellings with and without marks can be compared."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart, as they are written where the letter is missing.
PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# «Mueller», «Goebbels», «Juergen»: a written-out umlaut stands between consonants, unlike in «Bauer» and «Blue»;
# names in «-ael», «-uel», «-oel» («Michael», «Manuela», «Joel») have none
WRITTEN_OUT = re.compile(r"(?<![aeiouyq])([aou])e(?!l(?:l?[aeo]s?)?$)(?=[^aeiouy])")


def strip_marks(text: str) -> str:
    """Casefolded text without accents and umlaut dots: «Müller» -> «muller», «Łódź» -> «lodz»."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def expand_letters(text: str) -> str:
    """Casefolded text with umlauts written out: «Müller» -> «mueller», «Åse» -> «aase»; other marks are stripped."""
    if text.isascii():
        return text.lower()
    return strip_marks(unicodedata.normalize("NFC", text.casefold()).translate(EXPANDED))


def collapse_umlauts(word: str) -> str:
    """One plain word with written-out umlauts as plain vowels: «mueller» -> «muller», «michael» stays."""
    if "ae" not in word and "oe" not in word and "ue" not in word:
        return word
    return WRITTEN_OUT.sub(r"\1", word)
