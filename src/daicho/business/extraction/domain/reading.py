"""Reading (式の読取り): the text that people write as a query, by a small parser of our own; no part of it becomes SQL.

cond  = all { または all }        all  = fact { かつ fact }
fact  = でない ( cond ) | 件数 ( relation [, cond] ) op number | sum [ op sum | 含む text | いずれか ( … ) | 空欄 ]
sum   = product { (+|-) product } product = part { (×|÷) part }
part  = literal | item | function ( sum, … ) | ( cond )
"""

from __future__ import annotations

from typing import Final

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain import words
from daicho.business.extraction.domain.catalogue import sources
from daicho.business.extraction.domain.functions import FUNCTIONS
from daicho.business.extraction.domain.lexing import Token, tokens_of, wrong
from daicho.business.extraction.domain.naming import (
    AMONG,
    AND,
    BLANK,
    COUNTED,
    NO,
    NOT,
    OR,
    YES,
    item_names,
    relation_names,
)

DEEPEST: Final = 30
"""Brackets within brackets."""
_OPS: Final = {op.value: op for op in q.Op}
_HOWS: Final = {how.value: how for how in q.How}
_SUMS: Final = {one.value: one for one in (q.Reckoning.PLUS, q.Reckoning.MINUS)}
_PRODUCTS: Final = {one.value: one for one in (q.Reckoning.TIMES, q.Reckoning.OVER)}
_CONDS: Final = (
    q.Compare, q.Match, q.Among, q.Blank, q.Related, q.Not, q.All, q.Any,
)  # fmt: skip
Part = q.Expr | q.Cond


class Reader:
    """One text, read from left to right over a source."""

    def __init__(self, text: str, source: str) -> None:
        self._source = source
        self._tokens = tokens_of(text, source)
        self._at = 0
        self._depth = 0
        self._relation = ""

    def cond(self) -> q.Cond:
        return self._cond(self._either())

    def expr(self) -> q.Expr:
        return self._expr(self._sum())

    def columns(self) -> tuple[q.Column, ...]:
        found = [self._column()]
        while self.take(","):
            found.append(self._column())
        return tuple(found)

    def sorts(self) -> tuple[q.Sort, ...]:
        found = [self._sort()]
        while self.take(","):
            found.append(self._sort())
        return tuple(found)

    def measures(self) -> tuple[q.Measure, ...]:
        found = [self._measure()]
        while self.take(","):
            found.append(self._measure())
        return tuple(found)

    def day(self) -> q.Day | q.DayWord:
        found = self._part()
        if isinstance(found, q.Day | q.DayWord):
            return found
        raise wrong(
            "基準日が日付ではありません。", "日付か、実行日・前日・前月末などで書いてください。"
        )

    def end(self) -> None:
        """Raise `Invalid` unless everything was read."""
        if self._at < len(self._tokens):
            raise self._lost()

    def take(self, word: str) -> bool:
        """Whether the next word is this one, which is then behind us."""
        token = self._peek()
        if token is None or token.kind == "text" or token.word != word:
            return False
        self._at += 1
        return True

    def _column(self) -> q.Column:
        of = self.expr()
        return q.Column(of, self._text()) if self.take(words.TITLED) else q.Column(of)

    def _sort(self) -> q.Sort:
        by = self.expr()
        if self.take(words.DESCENDING):
            return q.Sort(by, descending=True)
        self.take("昇順")
        return q.Sort(by)

    def _measure(self) -> q.Measure:
        token = self._peek()
        if token is None or token.kind != "total":
            raise self._lost("集計は、件数・人数・合計・平均・最小・最大から選びます。")
        self._at += 1
        total = q.Total(token.word)
        if not total.takes:
            return q.Measure(total)
        self._need("(")
        of = self.expr()
        self._need(")")
        return q.Measure(total, of)

    def _either(self) -> Part:
        found = [self._both()]
        while self.take(OR):
            found.append(self._both())
        if len(found) == 1:
            return found[0]
        return q.Any(tuple(self._cond(one) for one in found))

    def _both(self) -> Part:
        found = [self._fact()]
        while self.take(AND):
            found.append(self._fact())
        if len(found) == 1:
            return found[0]
        return q.All(tuple(self._cond(one) for one in found))

    def _fact(self) -> Part:
        if self.take(NOT):
            return q.Not(self._cond(self._bracketed()))
        if self._is_count():
            return self._related()
        left = self._sum()
        token = self._peek()
        if token is None or token.kind not in ("symbol", "keyword"):
            return left
        if token.word in _OPS:
            self._at += 1
            return q.Compare(_OPS[token.word], self._expr(left), self._expr(self._sum()))
        if token.word in _HOWS:
            self._at += 1
            return q.Match(_HOWS[token.word], self._expr(left), self._text())
        if self.take(AMONG):
            return q.Among(self._expr(left), self._values())
        return q.Blank(self._expr(left)) if self.take(BLANK) else left

    def _is_count(self) -> bool:
        token = self._peek()
        return token is not None and token.kind == "total" and token.word == COUNTED

    def _related(self) -> q.Related:
        if self._relation:
            raise self._lost("件数の条件の中に、もう一つの件数は書けません。")
        self._at += 1
        self._need("(")
        token = self._next()
        relation = relation_names(self._source).get(token.word)
        if relation is None or token.kind == "text":
            names = "・".join(relation_names(self._source)) or "このデータにはありません"
            raise wrong("件数を数えるものがありません。", f"数えられるもの: {names}。")
        where = None
        if self.take(","):
            self._relation = relation
            where = self.cond()
            self._relation = ""
        self._need(")")
        op = self._next()
        if op.word not in _OPS:
            raise wrong(
                "件数の後に比較がありません。", "件数(交付履歴) ≧ 3 のように書いてください。"
            )
        number = self._part()
        if not isinstance(number, q.Number):
            raise wrong(
                "件数を比べる数がありません。", "件数(交付履歴) ≧ 3 のように書いてください。"
            )
        return q.Related(relation, where, _OPS[op.word], number.value)

    def _values(self) -> tuple[q.Literal, ...]:
        self._need("(")
        found = [self._literal()]
        while self.take(","):
            found.append(self._literal())
        self._need(")")
        return tuple(found)

    def _literal(self) -> q.Literal:
        found = self._part()
        if isinstance(found, q.Text | q.Number | q.Day | q.DayWord | q.Flag):
            return found
        raise self._lost("「いずれか」には、値だけを並べます。")

    def _sum(self) -> Part:
        left = self._product()
        while (token := self._peek()) and token.kind == "symbol" and token.word in _SUMS:
            self._at += 1
            left = q.Reckoned(_SUMS[token.word], self._expr(left), self._expr(self._product()))
        return left

    def _product(self) -> Part:
        left = self._part()
        while (token := self._peek()) and token.kind == "symbol" and token.word in _PRODUCTS:
            self._at += 1
            left = q.Reckoned(_PRODUCTS[token.word], self._expr(left), self._expr(self._part()))
        return left

    def _part(self) -> Part:
        token = self._peek()
        if token is None:
            raise self._lost()
        if token.kind == "symbol" and token.word == "(":
            return self._bracketed()
        self._at += 1
        if token.kind == "function":
            return self._call(token)
        if token.kind == "symbol" and token.word == "-":
            number = self._next()
            if number.kind == "number" and isinstance(number.value, int):
                return q.Number(-number.value)
        found = _value(token, self._source, self._relation)
        if found is None:
            self._at -= 1
            raise self._lost()
        return found

    def _call(self, token: Token) -> q.Call:
        function = FUNCTIONS[token.word]
        self._need("(")
        args = [self.expr()]
        while self.take(","):
            args.append(self.expr())
        self._need(")")
        if len(args) != len(function.takes):
            raise wrong(
                f"「{function.name}」に渡すものの数が違います。", f"{function.form} と書きます。"
            )
        return q.Call(function.name, tuple(args))

    def _bracketed(self) -> Part:
        self._need("(")
        self._depth += 1
        if self._depth > DEEPEST:
            raise wrong("括弧が深すぎます。", f"{DEEPEST}重までにしてください。")
        found = self._either()
        self._depth -= 1
        self._need(")")
        return found

    def _text(self) -> str:
        token = self._next()
        if token.kind != "text":
            raise wrong(f"「{token.word}」は文字ではありません。", '文字は「"」で囲んでください。')
        return str(token.value)

    def _cond(self, part: Part) -> q.Cond:
        if isinstance(part, _CONDS):
            return part
        raise wrong(
            f"「{words.expr_words(part, self._source, self._relation)}」は条件ではありません。",
            "「年齢 ≧ 65」のように、比べ方を書いてください。",
        )

    def _expr(self, part: Part) -> q.Expr:
        if isinstance(part, _CONDS):
            raise wrong(
                "値を書く所に条件があります。", "「かつ」「または」の位置と括弧を確かめてください。"
            )
        return part

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> Token:
        token = self._peek()
        if token is None:
            raise self._lost()
        self._at += 1
        return token

    def _need(self, word: str) -> None:
        if not self.take(word):
            raise self._lost(f"ここに「{word}」が要ります。")

    def _lost(self, remedy: str = "式の書き方を確かめてください。") -> Exception:
        token = self._peek()
        if token is None:
            return wrong("式が途中で終わっています。", remedy)
        return wrong(
            f"「{token.word}」（{token.at + 1}文字目）が、この位置では読めません。", remedy
        )


def _value(token: Token, source: str, relation: str) -> q.Expr | None:
    if token.kind == "text":
        return q.Text(str(token.value))
    if token.kind == "number" and isinstance(token.value, int):
        return q.Number(token.value)
    if token.kind == "day":
        return q.DayWord(token.word) if token.value == token.word else q.Day(token.value)  # type: ignore[arg-type]  # a date
    if token.word in (YES, NO) and token.kind == "keyword":
        return q.Flag(token.word == YES)
    # A relation may be called as an item is (履歴): what stands here is the item.
    if token.kind in ("item", "relation"):
        code = item_names(source, relation).get(token.word)
        if code is None:
            where = "ここ" if relation else f"データ「{sources()[source].title}」"
            raise wrong(
                f"「{token.word}」という項目は、{where}にありません。",
                "項目の一覧で名称を確かめてください。",
            )
        return q.Item(code)
    return None


def read_cond(text: str, source: str) -> q.Cond | None:
    """A condition, or None of a blank text; `Invalid` when it cannot be read."""
    if not text.strip():
        return None
    reader = Reader(text, source)
    found = reader.cond()
    reader.end()
    return found


def read_expr(text: str, source: str) -> q.Expr:
    """One expression; `Invalid` when it cannot be read."""
    reader = Reader(text, source)
    found = reader.expr()
    reader.end()
    return found
