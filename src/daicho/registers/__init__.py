"""The truth about people: residents now, addressees later."""
