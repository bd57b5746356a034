"""既存住基との整合性確認 (reconcile, JUK-017): the register's side of the comparison with our 市町村CS."""
