"""Extraction (EUC・抽出): staff compose what they want to know of the register, another approves, a job runs it."""
