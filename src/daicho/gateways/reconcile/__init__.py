"""Reconciling (整合性確認): whether register, 市町村CS, prefecture and nation say the same of everybody."""
