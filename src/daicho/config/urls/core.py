"""URLs of the core."""

urlpatterns = []
