"""The product's addresses with the API among them, for the tests of the API."""

from django.urls import path

from alongside.apps.capacity.api import api
from alongside.config.urls import urlpatterns as product

HAS_API = any(str(entry.pattern) == "api/" for entry in product)
urlpatterns = [*product, *([] if HAS_API else [path("api/", api.urls)])]
