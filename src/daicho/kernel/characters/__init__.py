"""Characters (文字): clusters with their selectors, widths, foldings for search, and the MJ list.

What is stored is what was written: nothing here changes an identity. Foldings make search keys.
"""

from daicho.kernel.characters.checking import TextKind, check_text, text_problems
from daicho.kernel.characters.clusters import cluster_length, clusters, without_selectors
from daicho.kernel.characters.folding import (
    bigrams,
    juki_net_seion,
    search_fold_kana,
    search_fold_name,
    variants_of,
)
from daicho.kernel.characters.glyphs import (
    RADICALS,
    Glyph,
    find_alike,
    find_by_code,
    find_by_reading,
    find_by_shape,
)
from daicho.kernel.characters.kana_widths import (
    to_full_width,
    to_full_width_katakana,
    to_half_width_kana,
)
from daicho.kernel.characters.moji_joho import CharacterCodes, codes_of, mj_of

__all__ = [
    "RADICALS",
    "CharacterCodes",
    "Glyph",
    "TextKind",
    "bigrams",
    "check_text",
    "cluster_length",
    "clusters",
    "codes_of",
    "find_alike",
    "find_by_code",
    "find_by_reading",
    "find_by_shape",
    "juki_net_seion",
    "mj_of",
    "search_fold_kana",
    "search_fold_name",
    "text_problems",
    "to_full_width",
    "to_full_width_katakana",
    "to_half_width_kana",
    "variants_of",
    "without_selectors",
]
