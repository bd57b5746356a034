"""Messages (電文): how daicho reads and writes what crosses a line, as specs/messages/README.md says. Plain Python."""
