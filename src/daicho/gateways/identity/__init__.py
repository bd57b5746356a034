"""Identity (本人確認): asking the 市町村CS and the nation who somebody is, at the counter."""
