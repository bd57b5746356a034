"""Kinds that the system approves (システム決裁, record.md): no second person, for the law leaves nothing to judge.

Of a changed number the judging was done before, by the official who decided to ask for it. One list, each with its ground. They come by a notice of another system; entered by hand they go the ordinary way.
"""

from __future__ import annotations

from typing import Final

GROUNDS: Final = {
    "number_assign": "番号法7条1項。機構が生成した個人番号を通知のとおり記載する",
    "number_change_request": "番号法7条2項。職員が決定した変更の要求に応じ、機構が生成した個人番号を記載する",
    "number_change_ex_officio": "番号法7条2項。職員が決定した変更の要求に応じ、機構が生成した個人番号を記載する",
    "card_status": "番号法17条。カード管理システムの通知のとおり記録する",
    "certificate_serials": "公的個人認証法3条・22条。発行の通知のとおり記録する",
    "arrival_notice": "住基法9条1項。転入地の市町村長の通知のとおり記載する",
}

EXPECTED: Final = frozenset({"entered_twice"})
"""Alerts that mean nothing here: a notice is corrected by sending it again, and the same one is never recorded twice."""
