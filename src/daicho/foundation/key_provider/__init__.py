"""Key provider (鍵の提供元): keys that sign and wrap, in a file or in a device that never gives them out (JUK-053)."""
