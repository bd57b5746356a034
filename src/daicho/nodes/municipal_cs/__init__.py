"""Municipal CS (市町村CS): the municipality's own server in 住基ネット; it hears the register through its line alone (JUK-040)."""
