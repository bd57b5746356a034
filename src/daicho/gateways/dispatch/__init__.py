"""送付先情報 (個人番号カード省令23条の2): who is to be told of a 個人番号, where to, and what became of it."""
