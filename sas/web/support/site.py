"""Django's administration, bounded: it reads named columns, finds by index, counts up to a thousand, writes nothing."""

from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite, ModelAdmin, ShowFacets
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Field, Model, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest

from sas.actor import Role
from sas.web.support.columns import column
from sas.web.support.records import RECORDS
from sas.web.support.records.record import Record
from sas.web.support.words import WORDS

READER = Role.ADMINISTRATEUR
PER_PAGE, FURTHEST = 50, 1_000


class BoundedPaginator(Paginator):
    """Counts no further than FURTHEST: the rest is reached by the search, never by turning pages."""

    @property
    def count(self) -> int:
        """At most FURTHEST."""
        return min(self.reached, FURTHEST)

    @property
    def more(self) -> bool:
        """True when there are rows that no page shows."""
        return self.reached > FURTHEST

    @property
    def reached(self) -> int:
        """One more than FURTHEST at most, counted once."""
        if not hasattr(self, "_reached"):
            self._reached = self.object_list.order_by()[: FURTHEST + 1].count()
        return self._reached


class RecordList(ChangeList):
    """A list whose order is the index's, whatever the address says."""

    def get_ordering(self, request: HttpRequest, queryset: "QuerySet[Any]") -> list[str]:
        """The last ones first."""
        return ["-pk"]

    def url_for_result(self, result: Model) -> str:
        """Its page."""
        return f"/support/{self.opts.label_lower}/{result.pk}"


class Reader(ModelAdmin):
    """A record in Django's administration: read only, by permission and by lack of anything that writes."""

    actions = None
    list_max_show_all = 0
    list_per_page = PER_PAGE
    paginator = BoundedPaginator
    preserve_filters = False
    show_facets = ShowFacets.NEVER
    show_full_result_count = False
    sortable_by = ()
    view_on_site = False
    change_list_template = "support/list.html"
    change_form_template = "support/record.html"

    def __init__(self, model: type[Model], site: "SupportSite") -> None:
        self.record = site.record_of(model)
        self.columns = {name: column(model._meta.get_field(name)) for name in self.record.shown.split()}
        first, *others = self.record.listed.split()
        # The first column leads to the record: what it is linked to would be a link inside a link.
        title = column(model._meta.get_field(first), leads=False)
        self.list_display = [title, *(self.columns[name] for name in others)]
        self.list_display_links = [title]
        self.fields = self.readonly_fields = list(self.columns.values())
        self.search_fields = self.record.found_by.split()
        self.search_help_text = "Valeur exacte : " + ", ".join(WORDS[name] for name in self.search_fields)
        super().__init__(model, site)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """For technical administrators: what the door of the pages asks, asked again."""
        return request.actor.has(READER)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for one record."""
        return self.has_view_permission(request)

    def lookup_allowed(self, lookup: str, value: object, request: HttpRequest) -> bool:
        """No column is compared with words of the address: a hidden one would be told bit by bit."""
        return False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """The columns shown; on the page of one record, what it is linked to as well, by number."""
        fields = [self.model._meta.get_field(name) for name in self.columns]
        linked = [one for one in fields if one.many_to_many]
        rows = super().get_queryset(request).only(*(one.name for one in fields if not one.many_to_many))
        if "key" not in request.resolver_match.kwargs:
            return rows
        numbers = [(one.name, one.related_model._default_manager.only("pk").order_by("pk")) for one in linked]
        return rows.prefetch_related(*(Prefetch(name, queryset=found) for name, found in numbers))

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        """Rows of which one of the columns of the search is exactly that."""
        if not (term := search_term.strip()):
            return queryset, False
        if "email" in self.search_fields:
            queryset = queryset.alias(address=Lower("email"))
        wanted = Q()
        for name in self.search_fields:
            wanted |= _exactly(self.model._meta.get_field(name), term)
        return (queryset.filter(wanted) if wanted else queryset.none()), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Ours."""
        return RecordList

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list asked for. Raises Http404 for a page that there is not, rather than a redirect."""
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters as wrong:
            raise Http404 from wrong

    def get_form(self, request: HttpRequest, obj: Model | None = None, **options: Any) -> Any:
        """A form without a field: everything on the page is read."""
        return super().get_form(request, obj, **{**options, "fields": ()})

    def _get_obj_does_not_exist_redirect(self, *asked: object) -> None:
        raise Http404


class SupportSite(AdminSite):
    """The records of support. Its addresses are ours (urls.py): Django's sign-in, log and actions have none."""

    site_header = "Support"
    site_title = "Service d'Accès aux Soins"
    empty_value_display = "–"
    enable_nav_sidebar = False

    def __init__(self) -> None:
        super().__init__(name="support")
        self._records = {record.label: record for record in RECORDS}
        for label in self._records:
            self.register(apps.get_model(label), Reader)

    def record_of(self, model: type[Model]) -> Record:
        """What is said of this model."""
        return self._records[model._meta.label_lower]

    def reader(self, label: str) -> Reader:
        """Raises Http404 for anything that is not shown to support."""
        if label not in self._records:
            raise Http404
        return self.get_model_admin(apps.get_model(label))  # type: ignore[return-value]

    def has_permission(self, request: HttpRequest) -> bool:
        """As for one record."""
        return request.actor.has(READER)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """None: the index is ours."""
        return []

    def get_log_entries(self, request: HttpRequest) -> list[object]:
        """None: the journal is the log."""
        return []


def _exactly(field: "Field[Any, Any]", term: str) -> Q:
    """The column is this; an empty condition when it cannot be."""
    if field.name == "email":
        return Q(address=term.lower())
    try:
        return Q(**{field.name: (field.target_field if field.is_relation else field).to_python(term)})
    except ValidationError:
        return Q()


support_site = SupportSite()
