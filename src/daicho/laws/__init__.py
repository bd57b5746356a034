"""Laws (法令の数値): values that law or ordinance sets, each with its date, article and source, as data."""
