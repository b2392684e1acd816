"""Make the font of the specimen documents, once: ``python -m tools.specimen_font [NotoSansCJK-Regular.ttc]``.

The specimens must be drawn on machines without any Chinese font, so the repository carries one: Noto Sans CJK SC
(Debian's ``fonts-noto-cjk``, SIL Open Font License) cut down to GB 2312, the rest of the 通用规范汉字表 of 2013
(whose third part is made of the rarer characters of names) and the punctuation of Chinese documents. Needs
``fonttools``, which nothing else does. The same source makes the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from emulator.shared.lettering import FONT, characters

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SIMPLIFIED_CHINESE = 2
"""Number of the simplified Chinese face in the collection."""
NAME = "Specimen Sans"


def make(source: Path, target: Path) -> None:
    """Cut ``source`` down to what the specimens may show."""
    font = TTFont(source, fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], name_languages=[0x409]
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters())))
    subsetter.subset(font)
    lacking = characters() - {chr(code) for code in font.getBestCmap()}
    if lacking:
        sys.exit(f"{source} lacks {' '.join(sorted(lacking))}")
    _rename(font)
    font.save(target)


def _rename(font: TTFont) -> None:
    postscript = NAME.replace(" ", "") + "-Regular"
    for name_id, text in ((1, NAME), (3, f"2.004;{postscript}"), (4, NAME), (6, postscript)):
        font["name"].setName(text, name_id, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [postscript]
    top.topDictIndex[0].FullName = top.topDictIndex[0].FamilyName = NAME


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE, FONT)
    print(f"{FONT}: {FONT.stat().st_size} bytes, {len(characters())} characters")
