"""Documents (帳票): layout, font check and PDF, from plain data, for whoever prints (STD-5)."""
