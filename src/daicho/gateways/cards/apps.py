"""App configuration."""

from django.apps import AppConfig


class CardsConfig(AppConfig):
    """個人番号カードの窓口."""

    name = "daicho.gateways.cards"
    label = "cards"
