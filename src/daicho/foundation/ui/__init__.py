"""Screens (画面): the look, the parts and the keyboard of every page; no municipal business."""
