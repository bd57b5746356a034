"""Reports (統計表の一覧): what can be counted, what each asks for, and the making of one as one act with one entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.conf import settings

from daicho.business.statistics.audit_types import TABLE_MADE
from daicho.business.statistics.domain.ages import BAND_TITLES
from daicho.business.statistics.domain.areas import LEVELS
from daicho.business.statistics.domain.guarding import MARK, guard
from daicho.business.statistics.domain.people import KINDS, SEXES
from daicho.business.statistics.domain.tables import Table
from daicho.business.statistics.domain.trend import STEPS
from daicho.business.statistics.domain.wish import Asks, Wish, problems_of
from daicho.business.statistics.selectors import building
from daicho.business.statistics.selectors.asked import Asked, settle
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Invalid, Missing
from daicho.kernel.wareki import format_wareki

_DAY = frozenset({Asks.KNOWN})
_SPAN = frozenset({Asks.KNOWN, Asks.PERIOD})


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """One report. `months`: it goes month by month. `whole`: it is handed in as it is, and small numbers stay in it."""

    code: str
    title: str
    section: str
    about: str
    build: Callable[[Asked], tuple[Table, ...]]
    asks: frozenset[Asks]
    months: bool = False
    whole: bool = False

    @property
    def period(self) -> bool:
        return Asks.PERIOD in self.asks


REPORTS: Final[Mapping[str, ReportSpec]] = {
    spec.code: spec
    for spec in (
        ReportSpec(
            "area",
            "地区別人口・世帯数",
            "人口・世帯",
            "地区ごとの世帯数と、日本人・外国人、男・女の人口。",
            building.area,
            _DAY | {Asks.LEVEL},
        ),
        ReportSpec(
            "age",
            "年齢別人口",
            "人口・世帯",
            "各歳・5歳階級・3区分の人口と人口ピラミッド。一つの地区だけでも。",
            building.age,
            _DAY | {Asks.BANDS, Asks.KIND, Asks.LEVEL, Asks.ONE_AREA},
        ),
        ReportSpec(
            "area_age",
            "地区別・年齢別人口",
            "人口・世帯",
            "地区ごとの年齢別の人口。日本人・外国人、男・女にしぼることもできる。",
            building.area_age,
            _DAY | {Asks.LEVEL, Asks.BANDS, Asks.KIND, Asks.SEX},
        ),
        ReportSpec(
            "nationality",
            "国籍・地域別外国人住民数",
            "人口・世帯",
            "外国人住民を国籍・地域ごとに。",
            building.nationality,
            _DAY,
        ),
        ReportSpec(
            "status",
            "在留資格等別外国人住民数",
            "人口・世帯",
            "外国人住民を法30条の45の区分と在留資格ごとに。",
            building.status,
            _DAY,
        ),
        ReportSpec(
            "trend",
            "人口・世帯数の推移",
            "人口・世帯",
            "毎月末か毎年1月1日の人口と世帯数を、履歴から。",
            building.trend,
            _DAY | {Asks.STEP},
        ),
        ReportSpec(
            "movements",
            "異動集計",
            "異動",
            "異動事由ごと・月ごとの増減、異動の件数、遡及分と、人口との整合。",
            building.movements,
            _SPAN | {Asks.KIND, Asks.SEX},
            months=True,
        ),
        ReportSpec(
            "vital",
            "地区別人口動態",
            "異動",
            "地区ごとの自然増減・社会増減・その他・市内の移動と、人口との整合。",
            building.vital,
            _SPAN | {Asks.LEVEL, Asks.KIND},
        ),
        ReportSpec(
            "certificates",
            "証明集計",
            "証明",
            "窓口ごと・種類ごとの交付件数。有料・無料、再発行、書損。",
            building.certificates,
            frozenset({Asks.PERIOD, Asks.TERMINAL}),
        ),
        ReportSpec(
            "annual",
            "住民基本台帳関係年報",
            "報告",
            "1月1日の人口・世帯数と、前の年の異動。報告のまま、検証つきで。",
            building.annual,
            frozenset({Asks.KNOWN, Asks.YEAR}),
            whole=True,
        ),
        ReportSpec(
            "immigration",
            "中長期在留者住居地届出等事務の定期報告",
            "報告",
            "住居地の届出の件数、外国人住民の異動、期間の末日の在留資格別・国籍別の人数。",
            building.immigration,
            _SPAN,
            months=True,
            whole=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Report:
    """What was counted, when, under which conditions; `limit` is below what numbers are hidden (0: none)."""

    spec: ReportSpec
    wish: Wish
    since: date
    made_at: datetime
    tables: tuple[Table, ...]
    limit: int

    @property
    def dates(self) -> str:
        """The day or the period in words."""
        if not (self.spec.period or self.spec.code == "trend"):
            return f"{format_wareki(self.wish.as_of)}現在"
        return f"{format_wareki(self.since)}から{format_wareki(self.wish.as_of)}まで"

    @property
    def hidden(self) -> bool:
        return any(table.hidden for table in self.tables)

    @property
    def small_words(self) -> str:
        """What is done about small numbers, in words."""
        if not self.limit:
            return "小さい数の秘匿なし。公表しないでください。"
        if not self.hidden:
            return f"1から{self.limit - 1}までの数は伏せる設定。この集計に伏せた数はありません。"
        return f"1から{self.limit - 1}までの数と、それが計算で分かってしまう数を「{MARK}」にして伏せています（秘匿）。"

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Everything that a copy of the tables must say of how it came to be."""
        asks, wish = self.spec.asks, self.wish
        known = f"{format_wareki(wish.known_on)}の終わり" if wish.known_on else "今"
        began = self.since != wish.since
        found = [
            ("期間" if self.spec.period or self.spec.code == "trend" else "基準日", self.dates),
            ("把握の時点", f"{known}に台帳で分かっているもの" if Asks.KNOWN in asks else ""),
            ("地区の単位", LEVELS[wish.level] if Asks.LEVEL in asks else ""),
            ("対象", KINDS.get(wish.kind, "") if Asks.KIND in asks else ""),
            ("性別", SEXES[wish.sex] if Asks.SEX in asks and wish.sex else ""),
            ("年齢の区分", BAND_TITLES[wish.bands] if Asks.BANDS in asks else ""),
            ("間隔", STEPS[wish.step] if Asks.STEP in asks else ""),
            ("小さい数", self.small_words if any(t.guarded for t in self.tables) else ""),
            (
                "集計の始まり",
                f"{format_wareki(self.since)}（これより前は旧システム）" if began else "",
            ),
        ]
        return tuple((term, words) for term, words in found if words)


def make_report(access: Access, wish: Wish, *, output: str = "画面") -> Report:
    """One report; one entry. `Invalid` with all that is wrong with the wish, `Missing` for a report that is none.

    Small numbers are hidden below the town's limit (`STATISTICS_HIDE_BELOW`). They stay where the wish says so, for whom
    the policy lets see them (`statistics.exact`), and in what is handed in as it is.
    """
    check_may(access, "statistics.view")
    with recorded(access, TABLE_MADE) as note:
        spec = report_spec(wish.report)
        if wish.exact or spec.whole:
            check_may(access, "statistics.exact")
        counted_from: date | None = settings.STATISTICS_FROM
        settled = _by_year(wish) if Asks.YEAR in spec.asks else wish
        problems = tuple(
            problems_of(
                settled,
                period=bool(spec.asks & {Asks.PERIOD, Asks.YEAR}),
                months=spec.months,
                today=business_today(),
                counted_from=counted_from,
            )
        )
        if problems:
            raise Invalid(problems)
        asked = settle(settled, counted_from=counted_from)
        limit = 0 if wish.exact or spec.whole else int(settings.STATISTICS_HIDE_BELOW)
        tables = guard(spec.build(asked), limit=limit)
        note.say(
            report=spec.title,
            as_of=settled.as_of.isoformat(),
            since=asked.since.isoformat() if spec.asks & {Asks.PERIOD, Asks.YEAR} else "",
            known_on=settled.known_on.isoformat() if settled.known_on else "",
            level=LEVELS[settled.level] if Asks.LEVEL in spec.asks else "",
            kind=KINDS.get(settled.kind, ""),
            output=output,
            small="秘匿" if limit else "そのまま",
            tables=len(tables),
        )
        return Report(spec, settled, asked.since, business_now(), tables, limit)


def _by_year(wish: Wish) -> Wish:
    """The year report: 1 January, and the calendar year before it."""
    first = date(wish.as_of.year, 1, 1)
    return replace(wish, as_of=first, since=first.replace(year=first.year - 1))


def report_spec(code: str) -> ReportSpec:
    """A report by its code."""
    if code not in REPORTS:
        raise Missing(
            "この統計表はありません。",
            remedy="統計の一覧から選び直してください。",
            code="statistics.no_report",
        )
    return REPORTS[code]
