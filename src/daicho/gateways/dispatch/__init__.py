"""Dispatch (送付先情報): where the 個人番号通知書 goes, made from the register and never kept."""
