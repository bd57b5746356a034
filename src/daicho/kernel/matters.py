"""Matters (案件): what is said of anything that people carry forward step by step: gone, elsewhere, overtaken, one's own."""

from __future__ import annotations

from dataclasses import dataclass

from daicho.kernel.errors import Conflict, Missing, Refused


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of matter: what the messages call it (`異動`), the list it is found in, and the head of its codes."""

    name: str
    found_in: str
    code: str

    def missing(self) -> Missing:
        """There is no such matter."""
        return Missing(
            f"この{self.name}はありません。",
            remedy=f"{self.found_in}から選び直してください。",
            code=f"{self.code}.missing",
        )

    def settled(self) -> Conflict:
        """Somebody was faster: it waits for nobody any more."""
        return Conflict(
            f"この{self.name}は、既に処理されています。",
            why="ほかの人か別の画面で処理されました。何も書き換えていません。",
            remedy=f"{self.found_in}を開き直してください。",
            code=f"{self.code}.settled",
        )

    def check_standing(self, stands: bool, *, state: str, action: str = "") -> None:
        """`Conflict` unless it stands where the action may be taken; `state` and `action` as people call them."""
        if stands:
            return
        act = f"「{action}」" if action else "この処理"
        raise Conflict(
            f"この{self.name}は今「{state}」です。",
            why=f"{act}ができる状態ではありません。ほかの人が先に処理したことがあります。",
            remedy="最新の内容を開いて確かめてください。",
            code=f"{self.code}.state",
        )

    def check_page(self, shown: int | None, *, edition: int | None) -> None:
        """`Conflict` when the page showed another edition than the one that holds now."""
        if shown == edition:
            return
        raise Conflict(
            f"開いていた画面の後に、この{self.name}が変わりました。",
            why="ほかの人か別の画面で処理されています。何も書き換えていません。",
            remedy="最新の内容を開き、確かめてからやり直してください。",
            code=f"{self.code}.stale",
        )

    def check_other(self, own: bool, *, begun: str, action: str) -> None:
        """`Refused` when the one who began it (`begun`: 入力した) would take a step that a second person takes."""
        if not own:
            return
        raise Refused(
            f"自分が{begun}{self.name}なので、「{action}」はできません。",
            why=f"{begun}人と別の職員が確かめる決まりです。",
            remedy="ほかの担当者に頼んでください。",
            code=f"{self.code}.own",
        )
