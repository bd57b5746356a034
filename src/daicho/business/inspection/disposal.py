"""Disposal of inspection and rosters (閲覧・名簿の記録の廃棄): what the two functions of each file are for."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (
    DisposalFile("inspections", "受付番号"),
    DisposalFile("rosters", "一覧の番号"),
    DisposalFile("opt_outs", "受付番号"),
)
