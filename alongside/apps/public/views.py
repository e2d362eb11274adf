"""Pages that anybody may read."""

from django.views.generic import TemplateView


class HomeView(TemplateView):
    template_name = "public/home.jinja"


class AboutView(TemplateView):
    template_name = "public/about.jinja"


class AccessibilityView(TemplateView):
    template_name = "public/accessibility.jinja"
