"""Sheet (届出の様式): what a movement asks for, as data that one screen draws and one reader reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from daicho.foundation.law_values import in_force


class Input(StrEnum):
    """How a field is entered."""

    TEXT = "text"
    KANA = "kana"
    DATE = "date"
    CHOICE = "choice"
    CHECK = "check"
    TOWN = "town"
    MUNICIPALITY = "municipality"
    NUMBER = "number"
    RELATIONSHIP = "relationship"
    HOUSEHOLD = "household"
    TEXTAREA = "textarea"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: `choices` are (value, label), or the rows of the law table `law` in force on the day.

    `only` says for which 住民種別 it is shown.
    """

    name: str
    label: str
    input: Input = Input.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    required: bool = False
    only: str = ""
    initial: str = ""
    law: str = ""

    def offered(self, day: date) -> tuple[tuple[str, str], ...]:
        """What can be chosen on a day."""
        if not self.law:
            return self.choices
        return (("", "—"), *((row.code, row.title) for row in in_force(self.law, day)))


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields; a folded one is opened at need."""

    title: str
    fields: tuple[FieldSpec, ...]
    folded: bool = False
    only: str = ""


class Selects(StrEnum):
    """Whom a movement takes from the register."""

    NOBODY = "nobody"
    MEMBERS = "members"
    HOUSEHOLD = "household"
    REMOVED = "removed"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole form of one kind of movement.

    `persons` are the sections repeated for everybody who is entered anew; `selects` says whether people
    are chosen from the register; `relationships` whether 続柄 are asked of those chosen; `edits` are the
    sections repeated for everybody chosen, filled with what the register says; `remaining` whether the head may
    leave one person behind, about whom the clerk is asked (STD-4.0.4).
    """

    sections: tuple[Section, ...]
    persons: tuple[Section, ...] = ()
    many_persons: bool = True
    selects: Selects = Selects.NOBODY
    relationships: bool = False
    edits: tuple[Section, ...] = ()
    remaining: bool = False

    @property
    def form(self) -> tuple[Section, ...]:
        """What the screen asks for: how the paper was received, then the sections of the kind."""
        return (*self.sections, RECEPTION)


YES_NO = (("", "—"), ("yes", "該当"), ("no", "非該当"))
SEXES = (("", "空欄"), ("male", "男"), ("female", "女"))
KINDS = (("japanese", "日本人"), ("foreign", "外国人"))
CATEGORIES = (
    ("mid_long_term", "中長期在留者"),
    ("special_permanent", "特別永住者"),
    ("temporary_refuge", "一時庇護許可者"),
    ("provisional_stay", "仮滞在許可者"),
    ("transitional_birth", "出生による経過滞在者"),
    ("transitional_nationality_loss", "国籍喪失による経過滞在者"),
)
DATE_HINT = "例: R8.4.1、令和8年4月1日、2026-04-01"

CHANNELS = (("counter", "窓口"), ("post", "郵送"), ("online", "電子申請"))
RELATIONS = (
    ("self", "本人"),
    ("head", "世帯主"),
    ("household", "同一世帯の人"),
    ("legal_agent", "法定代理人"),
    ("agent", "任意代理人（委任状）"),
    ("messenger", "使者"),
)
DOCUMENTS = ("identity_document", "identity_document_2")
PAPER_NUMBER = "paper.individual_number"

NOTIFIER = Section(
    "届出人",
    (
        FieldSpec("channel", "受付経路", Input.CHOICE, CHANNELS, required=True, initial="counter"),
        FieldSpec("notifier_relation", "届出人の資格", Input.CHOICE, RELATIONS, required=True),
        FieldSpec("notifier", "届出人の氏名", hint="異動する本人のときは空欄でも構いません"),
        FieldSpec(
            DOCUMENTS[0],
            "本人確認書類",
            Input.CHOICE,
            law="identity_documents",
            hint="電子申請は電子署名で確かめるため、空欄で構いません",
        ),
        FieldSpec(
            DOCUMENTS[1],
            "本人確認書類（2点目）",
            Input.CHOICE,
            law="identity_documents",
            hint="1点で足りない書類のとき",
        ),
        FieldSpec("identity_not_shown", "本人確認書類の提示がない", Input.CHECK),
        FieldSpec(
            "authority_seen",
            "委任状・代理権の書類を確認した",
            Input.CHECK,
            hint="法定代理人・任意代理人のとき",
        ),
        FieldSpec(
            PAPER_NUMBER,
            "届出書に書かれた個人番号",
            Input.NUMBER,
            hint="代理人のとき。台帳の番号と照らし、番号は伏せて残します",
        ),
        FieldSpec(
            "number_other_check",
            "個人番号によらず確かめた方法",
            hint="代理人のとき、届出書に番号がなければ",
        ),
        FieldSpec("late_reason", "届出が遅れた理由", hint="届出の期限を過ぎたとき"),
    ),
)
"""Who made the notification: for kinds whose day stands in the section of the basis."""

RECEPTION = Section(
    "受付",
    (
        FieldSpec("received_on", "受付日", Input.DATE, hint="空欄なら今日"),
        FieldSpec(
            "later_entry",
            "電算停止中に受けた届出の後日入力",
            Input.CHECK,
            hint="届出日・受付日は紙の日、処理日は今日になります",
        ),
    ),
    folded=True,
)
"""How any paper was received."""

NOTIFICATION = Section(
    "届出",
    (
        FieldSpec("notified_on", "届出日", Input.DATE, hint=DATE_HINT, initial="today"),
        *NOTIFIER.fields,
    ),
)

DESTINATION = Section(
    "異動先の世帯と住所",
    (
        FieldSpec(
            "destination",
            "世帯",
            Input.CHOICE,
            (("new", "新しい世帯をつくる"), ("existing", "今ある世帯に入る")),
            required=True,
            initial="new",
        ),
        FieldSpec(
            "target_household",
            "入る世帯の世帯番号",
            Input.HOUSEHOLD,
            hint="今ある世帯に入るときだけ。住所はその世帯から引用します",
        ),
        FieldSpec("town_code", "町字", Input.TOWN, hint="漢字かカナの先頭を入れて選ぶ"),
        FieldSpec("banchi", "番地・号", hint="例: 3-12"),
        FieldSpec("katagaki", "方書", hint="建物名・部屋番号"),
    ),
)

IDENTITY = Section(
    "本人",
    (
        FieldSpec("kind", "住民種別", Input.CHOICE, KINDS, required=True, initial="japanese"),
        FieldSpec("name", "氏名", hint="氏と名の間に空白", only="japanese"),
        FieldSpec(
            "name_alphabet", "氏名（アルファベット）", hint="在留カードのとおり", only="foreign"
        ),
        FieldSpec("name_kanji", "氏名（漢字）", only="foreign"),
        FieldSpec("name_kana", "フリガナ", Input.KANA, hint="カタカナ"),
        FieldSpec("name_kana_confirmed", "フリガナを本人に確認した", Input.CHECK),
        FieldSpec(
            "birth_date",
            "生年月日",
            Input.DATE,
            required=True,
            hint="不詳も入力できます。外国人は西暦",
        ),
        FieldSpec("sex", "性別", Input.CHOICE, SEXES),
        FieldSpec("relationship", "世帯主との続柄", Input.RELATIONSHIP, hint="世帯主は「世帯主」"),
    ),
)
FAMILY_REGISTER = Section(
    "戸籍の表示",
    (
        FieldSpec(
            "domicile", "本籍", only="japanese", hint="無ければ「なし」、分からなければ「不明」"
        ),
        FieldSpec("family_register_head", "筆頭者", only="japanese"),
        FieldSpec("former_surname", "旧氏", only="japanese"),
        FieldSpec("former_surname_kana", "旧氏のフリガナ", Input.KANA, only="japanese"),
        FieldSpec(
            "former_surname_kana_confirmed",
            "旧氏のフリガナを本人に確認した",
            Input.CHECK,
            only="japanese",
        ),
    ),
    only="japanese",
)
RESIDENCE = Section(
    "在留",
    (
        FieldSpec("nationality", "国籍・地域", only="foreign"),
        FieldSpec(
            "residence_category", "法30条の45の区分", Input.CHOICE, CATEGORIES, only="foreign"
        ),
        FieldSpec("residence_status", "在留資格", only="foreign"),
        FieldSpec("residence_period", "在留期間", only="foreign"),
        FieldSpec(
            "residence_until",
            "在留期間の満了日",
            Input.DATE,
            hint="西暦。永住者は空欄",
            only="foreign",
        ),
        FieldSpec(
            "residence_card_number", "在留カード番号", only="foreign", hint="英字2・数字8・英字2"
        ),
        FieldSpec("special_permanent_number", "特別永住者証明書番号", only="foreign"),
        FieldSpec("landing_period", "上陸期間", only="foreign"),
        FieldSpec("provisional_stay_period", "仮滞在期間", only="foreign"),
        FieldSpec("alias", "通称", only="foreign"),
        FieldSpec("alias_kana", "通称のフリガナ", Input.KANA, only="foreign"),
        FieldSpec(
            "alias_kana_confirmed", "通称のフリガナを本人に確認した", Input.CHECK, only="foreign"
        ),
        FieldSpec("alias_recorded_on", "通称を記載した日", Input.DATE, only="foreign"),
        FieldSpec("alias_recorded_municipality", "通称を記載した市区町村", only="foreign"),
        FieldSpec(
            "alias_recorded_municipality_code", "通称を記載した市区町村コード", only="foreign"
        ),
        FieldSpec("alias_deleted_on", "通称を削除した日", Input.DATE, only="foreign"),
        FieldSpec("alias_deleted_municipality", "通称を削除した市区町村", only="foreign"),
        FieldSpec(
            "alias_deleted_municipality_code", "通称を削除した市区町村コード", only="foreign"
        ),
        FieldSpec("name_preference", "氏名優先区分", only="foreign"),
        FieldSpec("mail_name_code", "郵便物送付コード", only="foreign"),
        FieldSpec(
            "old_alien_registration_date", "旧外登法による登録日", Input.DATE, only="foreign"
        ),
        FieldSpec("landing_permit_move_in", "上陸許可証による転入", Input.CHECK, only="foreign"),
    ),
    only="foreign",
)
NUMBERS = Section(
    "番号",
    (
        FieldSpec(
            "individual_number", "個人番号", Input.NUMBER, hint="12桁。保存すると伏せられます"
        ),
        FieldSpec(
            "resident_record_code",
            "住民票コード",
            Input.NUMBER,
            hint="11桁。空欄なら決裁のときに新しく付けます",
        ),
    ),
)
INSURANCE = Section(
    "個別事項",
    (
        FieldSpec("voter_registered", "選挙人名簿への登録", Input.CHOICE, YES_NO, only="japanese"),
        FieldSpec("nhi_insured", "国民健康保険", Input.CHOICE, YES_NO),
        FieldSpec("nhi_acquired_on", "国保の資格取得日", Input.DATE),
        FieldSpec("nhi_lost_on", "国保の資格喪失日", Input.DATE),
        FieldSpec("late_elderly_insured", "後期高齢者医療", Input.CHOICE, YES_NO),
        FieldSpec("late_elderly_acquired_on", "後期の資格取得日", Input.DATE),
        FieldSpec("late_elderly_lost_on", "後期の資格喪失日", Input.DATE),
        FieldSpec("ltc_insured", "介護保険", Input.CHOICE, YES_NO),
        FieldSpec("ltc_acquired_on", "介護の資格取得日", Input.DATE),
        FieldSpec("ltc_lost_on", "介護の資格喪失日", Input.DATE),
        FieldSpec("pension_insured", "国民年金", Input.CHOICE, YES_NO),
        FieldSpec("basic_pension_number", "基礎年金番号"),
        FieldSpec("pension_type", "年金の種別"),
        FieldSpec("pension_type_changed_on", "年金の種別変更日", Input.DATE),
        FieldSpec("pension_acquired_on", "年金の資格取得日", Input.DATE),
        FieldSpec("pension_lost_on", "年金の資格喪失日", Input.DATE),
        FieldSpec("child_allowance_start_month", "児童手当の開始年月", hint="例: 2026-04"),
        FieldSpec("child_allowance_end_month", "児童手当の終了年月"),
    ),
    folded=True,
)
OTHERS = Section(
    "その他",
    (
        FieldSpec("card_status", "個人番号カード・住基カードの発行状況"),
        FieldSpec("sign_cert_serial", "署名用電子証明書シリアル番号"),
        FieldSpec("auth_cert_serial", "利用者証明用電子証明書シリアル番号"),
        FieldSpec("last_registered_address", "最終登録住所地", hint="住民票には記載されません"),
        FieldSpec("adult_ward", "成年被後見人", Input.CHECK),
        FieldSpec("remarks", "備考", Input.TEXTAREA),
    ),
    folded=True,
)
