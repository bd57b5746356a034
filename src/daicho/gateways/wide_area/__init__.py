"""Wide area (広域交付): a 住民票の写し of another municipality, both ways."""
