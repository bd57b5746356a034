"""CSコネクタ (jukinet): what the register tells the 市町村CS, and what comes from it, one message each (JUK-028, 029).

It hears approved movements, makes their messages, and hands what comes in to movements, which alone change the register.
"""
