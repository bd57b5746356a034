"""整合性確認 (reconciliation): what this node keeps of everybody, compared with what a peer keeps (住基法14条, JUK-016, 017)."""
