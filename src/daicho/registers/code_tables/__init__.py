"""Code tables (コード表): what a town keeps in dated tables, switched by the calendar and never overwritten."""
