"""個人番号カードの窓口: cards of residents, what is done with them, and what the card system tells of them (JUK-024, 061; STD-7.1.1.3)."""
