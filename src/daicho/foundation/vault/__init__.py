"""Vault (番号の保管): 個人番号 and 住民票コード, encrypted, found by a keyed hash, readable inside one call only."""
