"""Export or show the signed head of the trail (証跡の署名つき先端), to be kept elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import click

from daicho.foundation.audit.commands.anchor import anchor_path
from daicho.foundation.audit.commands.anchor_key import public_keys, public_path
from daicho.foundation.audit.commands.export_head import export_head
from daicho.operations.home import choose_home
from daicho.operations.progress import console

ROLE = "auditor"


@click.group("audit-head")
def command() -> None:
    """Signed heads (署名つき先端): what shows later that the trail was not cut or made anew.

    The worker keeps one an hour in heads/heads.jsonl. Keep some of them, and heads/audit-signing.pub, on
    another machine or on paper: `./daicho audit-verify --head FILE` compares with them.
    """


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def export(file: Path | None) -> None:
    """Write the head as JSON to FILE, or to the terminal."""
    head = export_head(None, home=choose_home().root)
    text = json.dumps(head, ensure_ascii=False, indent=1)
    if file is None:
        console.print(text, markup=False)
        return
    file.write_text(text + "\n", encoding="utf-8")
    console.print(f"証跡 {head['seq']} までの先端を {file} に書き出しました。", markup=False)


@command.command("show")
def show() -> None:
    """Show the head, its key, and where heads are kept."""
    home = choose_home().root
    head = export_head(None, home=home)
    console.print(f"証跡      {head['seq']} 件目まで", markup=False)
    console.print(f"ハッシュ値  {head['hash']}", markup=False)
    for key in public_keys(public_path(home)):
        console.print(f"署名鍵    {key.id}（{key.made_at} 作成）", markup=False)
    kept = anchor_path(home)
    lines = len(kept.read_text(encoding="utf-8").splitlines()) if kept.exists() else 0
    console.print(f"控え      {kept}（{lines} 件）", markup=False)
