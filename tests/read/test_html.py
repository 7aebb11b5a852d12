"""HTML pages to text: structure, furniture, encodings, and the way back to the bytes."""

from __future__ import annotations

import html
import re
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction import Resources, extract, load_resources
from pipeline.read.decoding import DecodingError
from pipeline.read.html import TreeError, convert
from pipeline.read.html.source import decode_html, squeezed
from pipeline.read.html.tree import BLOCKS, UNSEEN, words
from pipeline.types import Document

PAGES = Path(__file__).parent / "pages"
ENTRY = re.compile(r"(\d+)-(\d+)@(\d+)-(\d+)")


def text_of(page: str) -> str:
    return convert(page.encode()).text


@cache
def resources() -> Resources:
    return load_resources({"de": "rules", "en": "rules"})


def page_bytes(name: str) -> bytes:
    """A page of the folder in the encoding that it declares; in the folder all are UTF-8."""
    data = (PAGES / name).read_bytes()
    declared = re.search(rb"(iso-8859-1|windows-1252)", data)
    return data.decode().encode("cp1252") if declared else data


CREDITS = [
    # page, title, fields and values (and characters) that must be found; nothing may be called «Niemand» or «Nobody»
    (
        "de-lexikon-infobox.html",
        "Der Salzkontor",
        "director=Ulrike Mansfeld; screenwriter=Ulrike Mansfeld; screenwriter=Bogdan Zieliński;"
        " composer=Hartwig Löschner; cinematographer=Piotr Sowa; editor=Gerlinde Aumann;"
        " actor=Frieda Hallstein/Agnes Kruse; actor=Matthias Ohm/Kontorist Behrens;"
        " actor=Jadwiga Malec/Halina; year=1994; runtime=108",
    ),
    (
        "de-kino-programm-dl.html",
        "Nebelhorn",
        "director=Ulrike Mansfeld; screenwriter=Sönke Prahl; screenwriter=Ulrike Mansfeld;"
        " cinematographer=Jörn Weißgerber; actor=Frieda Hallstein; actor=Käthe Brömel;"
        " actor=Óscar Iglesias; year=2003; runtime=97",
    ),
    (
        "en-cast-table.html",
        "Ashes on the Weir",
        "director=Leonora Pike; screenwriter=Gwilym Tarrant; screenwriter=Leonora Pike; actor=Maud Ellery/Mrs Dacre;"
        " actor=Cornelius Voss/The Lock Keeper; actor=Idris Okafor/Tam; cinematographer=Barnaby Stroud; year=1978",
    ),
    (
        "de-verschachtelt.html",
        "Die letzte Fähre",
        "director=Adelheid Tschurtschenthaler; screenwriter=Veit Lobenhofer; cinematographer=Rupert Stadler;"
        " actor=Marlies Kofler/Resi; actor=Anton Pichlmaier/Fährmann; actor=Zita Wurzer/Frau Lehner",
    ),
    (
        "en-div-soup.html",
        "Paper Lanterns",
        "director=Noriko Lindqvist; screenwriter=Samuel Adeyemi; screenwriter=Petra Lang; composer=Tobias Wren;"
        " actor=Harriet Bloom/Madame Orsini; actor=Desmond Achebe/Walter Finch; actor=Lucía Ferrer/Inés; year=2016",
    ),
    (
        "de-theater.html",
        "Der zerbrochne Spiegel",
        "director=Justus Reifenrath; production_designer=Ottilie Kranz; costume_designer=Sidonie Marx;"
        " composer=Levin Ostrowski; actor=Henriette Falk/Maria; actor=Bruno Seidl/Johannes; actor=Tamar Elias/Luise;"
        " actor=Curd Wenzel/Der Makler",
    ),
    (
        "en-blog-review.html",
        "The Cartographer's Wife",
        "director=Aurelio Santangelo; screenwriter=Brigid Mowbray; cinematographer=Kofi Lindgren;"
        " actor=Philippa Nunn/Constance; actor=Rafe Hollis; actor=Beatriz Amado; year=2009",
    ),
    (
        "en-xhtml-1999.xhtml",
        "The Tin Orchard",
        "director=Rosalind Ferrers; producer=Edmund Quayle; screenwriter=Rosalind Ferrers; screenwriter=Zoë Lathom;"
        " composer=Ambrose Teague; actor=Dulcie Wray/Hester; actor=Alban Crewe/Mr Pym; actor=Noël Hartigan/The Tinker",
    ),
    (
        "de-streaming-katalog.html",
        "Der Glasbläser",
        "director=Annegret Sommerlad; actor=Till Vierkant; actor=Rahel Oster; director=Urs Abderhalden;"
        " actor=Ladina Caflisch; actor=Beat Zurbriggen; title=Fünf Stimmen",
    ),
    (
        "de-synchron-rowspan.html",
        "Das Uhrwerk von Prag",
        "actor=Bohumil Štěpánek/Uhrmacher Vavra; voice_actor=Konrad Thalbach/Uhrmacher Vavra;"
        " actor=Bohumil Štěpánek/Vavras Doppelgänger; voice_actor=Konrad Thalbach/Vavras Doppelgänger;"
        " actor=Eliška Horáková/Milena; voice_actor=Nora Wiegand/Milena; voice_actor=Gerold Ammann/Stimme der Uhr",
    ),
    (
        "en-opera-unclosed.html",
        None,
        "composer=Evander Pryce; director=Crispin Ashdown; production_designer=Ottoline Beck;"
        " actor=Sunniva Dahl/Marina; actor=Jerome Tull/The Salt Merchant; actor=Perpetua Gaines/Old Woman",
    ),
    (
        "de-fernsehen-spans.html",
        "Mordsmäßig Ebbe",
        "director=Heike-Maria Obendorf; screenwriter=Carsten Wübbena; cinematographer=Folkert Ennen;"
        " actor=Wiebke Janßen/Silke Tamm; actor=Ubbo Redenius/Onno Harms; actor=Gesa Lüttmann/Dr. Freese; year=2014",
    ),
    (
        "en-festival-cards.html",
        "Winter Wolves",
        "director=Aino Kettunen; screenwriter=Marc-André Pelletier; actor=Saara Niinistö; actor=Ellen Cartwright;"
        " actor=Joseph Makwa; editor=Ingrid Solheim; year=2018",
    ),
]


@pytest.mark.parametrize(("name", "title", "expected"), CREDITS, ids=[name for name, _, _ in CREDITS])
def test_the_credits_of_a_page_are_found_in_its_text(name: str, title: str | None, expected: str) -> None:
    """Whatever the page's shape, what its lists say is found, and nothing of what stands around them."""
    page = convert(page_bytes(name))
    found = extract(Document("0", name, page.text, "0", "text/html", page.encoding, 1), resources())
    claims = {
        f"{claim.field}={claim.value}{f'/{claim.character}' if claim.character else ''}" for claim in found.claims
    }
    assert set(expected.split("; ")) - claims == set(), page.text
    assert not any("Niemand" in claim or "Nobody" in claim for claim in claims)
    if title is not None:
        assert title in [work.title for work in found.works]


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.iterdir()))
def test_most_of_a_page_is_mapped_to_its_bytes(name: str) -> None:
    """Ranges of bytes, decoded and with entities replaced, are the text; 90 % of its letters have one."""
    data = page_bytes(name)
    page = convert(data)
    mapped = check_map(data)
    assert mapped * 10 >= len(squeezed(page.text)) * 9


def check_map(data: bytes) -> int:
    """Check every entry of a page's map; returns how many letters are mapped."""
    page = convert(data)
    mapped = last = last_byte = 0
    encoding = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(page.encoding, page.encoding)
    for start, end, first, stop in (map(int, entry) for entry in ENTRY.findall(page.source_map or "")):
        assert last <= start < end <= len(page.text)
        assert last_byte <= first < stop <= len(data)
        said = html.unescape(data[first:stop].decode(encoding))
        assert squeezed(said) == squeezed(page.text[start:end])
        mapped, last, last_byte = mapped + len(squeezed(page.text[start:end])), end, stop
    return mapped


TAGS = st.sampled_from(sorted(BLOCKS | UNSEEN | words("b i span a br !-- rowspan")))
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    TAGS.map(lambda tag: f"<{tag} class=\"a>b\" id='x'>"),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=8),
    st.sampled_from(
        ["&amp;", "&auml;", "&nbsp;", "&#228;", "&#x1F600;", "&shy;", "&lt;b&gt;", "&", "<", "-->", "\n", " "]
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_markup_gives_text_and_a_true_map(pieces: list[str], encoding: str) -> None:
    """However tags are nested, cut and mixed: no error, and every entry of the map is true."""
    data = "".join(pieces).encode(encoding)
    try:
        check_map(data)
    except DecodingError:
        assert encoding == "utf-8"  # generated letters in few bytes may look like another encoding


SHAPES = [
    # what holds, page, text
    ("headings", "<h1>A</h1><p>x<h3>B <i>C</i></h3>y", "# A\nx\n\n### B C\ny\n"),
    ("tags inside of words", "<p><b>Ni</b>na <em>Ho</em><i>ss</i>", "Nina Hoss\n"),
    ("white space and entities", "<p>a\n  b&nbsp;&amp;&shy;c &eacute;", "a b\u00a0&c é\n"),
    ("line breaks and empty lines", "<p>a<br>b<br><br>c", "a\nb\n\nc\n"),
    ("lists", "<ul><li>a<li>b <ul><li>c</ul></ul>", "- a\n\nb\n- c\n"),
    ("numbered lists", '<ol start="3"><li>a<li>b</ol>', "3. a\n4. b\n"),
    ("definition lists", "<dl><dt>A<dd>x<dd>y<dt>B:<dd>z</dl>", "A\tx, y\nB: z\n"),
    ("groups of a definition list", "<dl><div><dt>A<dd>x</div><div><dt>B<dd>z</div></dl>", "A\tx\nB\tz\n"),
    ("tables", "<table><tr><th>A<th>B<th>C<tr><td>x<td><td>z</table>", "A\tB\tC\nx\t–\tz\n"),
    ("rows of one cell", "<table><tr><th colspan=2>A<tr><td>x<td>y</table>", "A\nx\ty\n"),
    ("several values of a label", "<table><tr><td>A<td>x<br>y<tr><td>B<td>z</table>", "A\tx, y\nB\tz\n"),
    ("values with commas", "<table><tr><td>A<td>x, y<br>z: w<tr><td>B<td>z</table>", "A\n- x, y\n- z: w\n\nB\tz\n"),
    ("nested tables", "<table><tr><td>a<td><table><tr><td>x<td>y</table></table>", "a\n\nx\ty\n"),
    ("preformatted text", "<pre>\nA ... x\n  B ... y\n</pre>", "A ... x\n  B ... y\n"),
    ("labels told apart by looks", '<div><b class="l">Ab</b><a>Xy</a></div>', "Ab\tXy\n"),
    ("boxes in a row of their like", "<div class=r><p>Ab<p>X</div>" * 2, "Ab\tX\nAb\tX\n"),
    (
        "a link and its detail",
        "<ul><li><a>Jo Lund</a> <i>Bea</i><li><b>Jo</b> <i>Roe</i></ul>",
        "- Jo Lund\tBea\n- Jo Roe\n",
    ),
    ("names over parts", "<p><b>Jo Lund</b><br>Bea</p>" * 2, "Jo Lund\tBea\n\nJo Lund\tBea\n"),
    ("lines of one paragraph", "<p><b>Jo Lund</b><br>Bea</p>", "Jo Lund\nBea\n"),
    ("boxes alone", "<section><div><p>Ab<p>x</div></section>", "Ab\n\nx\n"),
    (
        "captions and quotations",
        "<figure><img><figcaption>a</figcaption></figure><blockquote>b</blockquote>",
        "a\n\nb\n",
    ),
    ("what is not seen", "<p>a<script>b</script><style>c</style><template>d</template><p hidden>e", "a\n"),
    ("hidden by style", '<p>a<p style="color:red; display : none">b<p aria-hidden="true">c', "a\n"),
    ("furniture by element", "<nav>a</nav><aside>b</aside><p>hello<footer>c</footer><form>d</form>", "hello\n"),
    ("furniture by role", '<div role="navigation">a</div><p>hello<div role="contentinfo">c</div>', "hello\n"),
    ("furniture by name", '<div id="siteNav">a</div><p>hello<div class="cookie-hint">c</div>', "hello\n"),
    (
        "a page around which furniture's name stands",
        '<body class="has-sidebar"><div class="menu-open"><p>hello',
        "hello\n",
    ),
    ("an infobox aside", '<p>hello<aside class="portable-infobox"><h3>A</h3>x</aside>', "hello\n\n### A\nx\n"),
    ("menus without a name", "<ul><li><a href=/>a</a><li><a href=/b>b</a></ul><h1>T</h1><p>x", "# T\nx\n"),
    (
        "links under a heading",
        "<h1>T</h1><h2>Cast</h2>" + "<li><a href=/>Jo Lund</a>" * 3,
        "# T\n\n## Cast\n" + "- Jo Lund\n" * 3,
    ),
    (
        "links at the end",
        "<h1>T</h1><p>" + "x " * 40 + "<ul>" + "<li><a href=/>b</a>" * 3,
        "# T\n" + ("x " * 40).strip() + "\n",
    ),
    (
        "a table of contents",
        "<h1>T</h1><h2>In</h2><ul>" + "<li><a href=#b>b</a>" * 3 + "</ul><p>x",
        "# T\n\n## In\nx\n",
    ),
    (
        "the title where no heading is",
        "<title>T - Site</title><meta property=og:site_name content=Site><p>x",
        "# T\nx\n",
    ),
    ("a title that the page has as a line", "<title>T | Site</title><div>T</div><p>x", "# T\nx\n"),
    ("a title among metadata", "<meta property=og:title content=T><p>x", "# T\nx\n"),
    ("the site's name as a heading", "<title>T | S</title><h1>S</h1><h2>T</h2><p>x", "## T\nx\n"),
    ("the main part", "<p>a</p><main><h1>T</h1>" + "x" * 20 + "</main><p>b", "# T\n" + "x" * 20 + "\n"),
    ("text without tags", "a <3 b & c", "a <3 b & c\n"),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("what", "page", "expected"), SHAPES, ids=[what for what, _, _ in SHAPES])
def test_structure_becomes_lines(what: str, page: str, expected: str) -> None:
    """Each element has the shape that the stages read in plain text; what is no content is left out."""
    assert text_of(page) == expected, what


def test_a_cell_that_spans_rows_stands_in_each() -> None:
    """Its text is repeated, and has its place in the source once."""
    data = b"<table><tr><td rowspan=2>ab<td>x1<td>y1<tr><td>x2<td>y2</table>"
    page = convert(data)
    assert page.text == "ab\tx1\ty1\nab\tx2\ty2\n"
    assert page.source_map is not None
    assert page.source_map.startswith("0-2@25-27; 3-5@")
    assert check_map(data) == len("abx1y1x2y2")


ENCODINGS = [
    # what, bytes, text, encoding
    ("a mark before a declaration", "\ufeff<meta charset=iso-8859-1>ü".encode(), "ü", "utf-8-sig"),
    ("declared", "<meta charset=windows-1251>Фильм".encode("cp1251"), "Фильм", "windows-1251"),
    ("declared as browsers mean it", "<meta charset=iso-8859-1>„ü“".encode("cp1252"), "„ü“", "windows-1252"),
    ("declared the old way", b'<META content="text/html; charset=iso-8859-15">\xa4', "€", "iso8859-15"),
    (
        "declared as XML",
        '<?xml version="1.0" encoding="iso-8859-2"?><p>Łucja'.encode("iso8859-2"),
        "Łucja",
        "iso-8859-2",
    ),
    ("UTF-8 though declared otherwise", "<meta charset=iso-8859-1>Käthe".encode(), "Käthe", "utf-8"),
    ("declared and not true", b"<meta charset=utf-8><p>Frau K\xe4the Gr\xf6\xdfl", "Frau Käthe Größl", "windows-1252"),
    ("an unknown name", "<meta charset=klingon>Käthe".encode(), "Käthe", "utf-8"),
    ("no text encoding", b"<meta charset=base64>abc", "abc", "utf-8"),
    ("not declared", "<p>Käthe Größl".encode("utf-16"), "Käthe Größl", "utf-16"),
]


@pytest.mark.parametrize(("what", "data", "text", "encoding"), ENCODINGS, ids=[what for what, _, _, _ in ENCODINGS])
def test_encodings(what: str, data: bytes, text: str, encoding: str) -> None:
    """Mark, declaration and guess in this order; a declaration that cannot be true is passed over."""
    assert decode_html(data)[1] == encoding, what
    assert convert(data).text == f"{text}\n"


def test_what_came_with_the_bytes_goes_before_the_declaration() -> None:
    """A crawl keeps the charset that the server named."""
    assert convert("<meta charset=utf-8>ü".encode("cp1250"), "windows-1250").encoding == "windows-1250"


def test_binary_data_are_refused() -> None:
    """Bytes that are no text under any encoding."""
    with pytest.raises(DecodingError, match="binary data"):
        convert(bytes(range(256)) * 4)


N = 20_000
HOSTILE = [
    # what, page, whether it is refused
    ("levels", "<div>" * 100_000 + "x", True),
    ("tables in tables", "<table><tr><td>a" * 600, True),
    ("lists in lists", "<ul><li>a" * 900, True),
    ("broad and deep", "<div>" * 1_500 + "<b>x</b> <br>" * 5_000, True),
    ("unclosed tags", "<b>x<p>" * 900, False),
    ("unopened tags", "<div>" * 1_000 + "</i>" * N, False),
    ("attributes", f"<a {' '.join(f'a{n}=1' for n in range(N))}>x</a>", False),
    ("quotes that never end", '<a b="' * N, False),
    ("comments that never end", "x<!--" * N, False),
    ("scripts that never end", "<script>" * N, False),
    ("spans over rows", "<table><tr>" + "<td rowspan=9999>xyz" * 500 + "<tr><td>y" * 2_000, False),
    ("breaks", "<p>" + "<br>" * N, False),
    ("every private character", "".join(map(chr, range(0xE000, 0xF900))) + "<p>x", False),
]


@pytest.mark.parametrize(("what", "page", "refused"), HOSTILE, ids=[what for what, _, _ in HOSTILE])
def test_hostile_pages_take_little_time(what: str, page: str, refused: bool) -> None:
    """Time is linear, nothing crashes, and what is refused is refused with a reason."""
    began = time.process_time()
    if refused:
        with pytest.raises(TreeError, match="; take out what nests"):
            text_of(page)
    else:
        check_map(page.encode())
    assert time.process_time() - began < 5, what
