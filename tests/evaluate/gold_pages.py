"""Gold pages for tests of the evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.evaluate.gold import GoldPage, parse_marks

GERMAN = """doc_language: de
title: Der gläserne Turm
year: 1987
is_film: yes
attributes: country=Deutschland; runtime_min=94; production_company=Hafenfilm GmbH
note: labels, and characters behind «als»
split: look
---
Der gläserne Turm
Deutschland 1987, 94 Minuten
§plot§Handlung
Lehrerin ⟦@PER|Martha Lindner⟧ zieht in eine Stadt, in der niemand ihren Namen kennt. ⟦@PER|Martha⟧s Zimmer ist klein.
§cast_crew§Stab
Regie: ⟦director|Käthe Wiesengrund⟧
Drehbuch: ⟦screenwriter|Talbach, Jürgen→Jürgen Talbach⟧
Kamera: ⟦cinematographer|Emil Sandrock⟧
Produktion: ⟦production_company|Hafenfilm GmbH⟧
§cast_crew§Darsteller
- ⟦actor|Hannelore Brückner|Martha Lindner⟧ als ⟦@PER|Martha Lindner⟧
- ⟦actor|Konrad Esser|Hafenmeister⟧ als Hafenmeister
%lang en
§reviews§Reviews
A quiet and precise drama that the critics of the harbour town praised after the first night.
"""
ENGLISH = """doc_language: en
title: Der gläserne Turm
year: 1987
is_film: yes
attributes:
note: prose
split: blind
---
Der gläserne Turm is a 1987 German film directed by ⟦director|Käthe Wiesengrund⟧, starring ⟦actor|Hannelore Brückner⟧.
"""
TRAP = """doc_language: de
title:
year:
is_film: no
attributes:
note: trap: a club
split: look
---
Der Ruderverein sucht für die neue Saison einen Trainer. Vorsitzende ist ⟦@PER|Martha Brandt⟧.
"""
CONTENTS: Mapping[str, str] = {"de-01-labels": GERMAN, "en-01-prose": ENGLISH, "de-02-trap": TRAP}


def gold_page(name: str = "de-01-labels") -> GoldPage:
    return parse_marks(CONTENTS[name], name)


def write_gold(folder: Path) -> Path:
    """A folder of the three pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in CONTENTS.items():
        (folder / f"{name}.gold").write_text(content, encoding="utf-8")
    return folder
