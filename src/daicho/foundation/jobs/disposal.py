"""Disposal of jobs (バッチ処理の実行記録の廃棄): what the two functions of each file are for."""

from typing import Final

from daicho.kernel.disposal import DisposalFile

FILES: Final = (DisposalFile("jobs"), DisposalFile("job_plans"))
