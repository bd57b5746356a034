"""本人確認 (identity): what the counter asks of the 市町村CS and the nation, and the numbers that it has made or changed.

Nothing that comes back is stored but what belongs on the register: the trail says who asked for what, and how it ended.
"""
