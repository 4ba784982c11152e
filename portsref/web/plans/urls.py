"""Addresses of plans."""

from django.urls import URLPattern, path, register_converter

from portsref.web.plans.checking import views as checking
from portsref.web.plans.comparing import views as comparing
from portsref.web.plans.composer import views as composer
from portsref.web.plans.dropped import views as dropped
from portsref.web.plans.files import views as files
from portsref.web.plans.importing import views as importing
from portsref.web.plans.managing import views as managing
from portsref.web.plans.reading import views as reading
from portsref.web.plans.reading.feed import feed
from portsref.web.plans.review import operating
from portsref.web.plans.review import views as review

app_name = "plans"


class PlanId:
    """Ids as `new_plan_id` makes them, so that nothing else ever reaches the database."""

    regex = "[A-Za-z0-9_-]{24}"

    def to_python(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Write it as it is."""
        return value


register_converter(PlanId, "plan")

urlpatterns: list[URLPattern] = [
    path("", composer.start, name="start"),
    path("new/", composer.new, name="new"),
    path("new/import/", importing.into_new, name="import"),
    path("new/<plan:draft_id>/", composer.draft, name="draft"),
    path("new/<plan:draft_id>/import/", importing.into_draft, name="import_into_draft"),
    path("<plan:plan_id>/", reading.plan, name="plan"),
    path("<plan:plan_id>/feed.atom", feed, name="feed"),
    path("<plan:plan_id>/edit/", composer.edit, name="edit"),
    path("<plan:plan_id>/edit/import/", importing.into_plan, name="import_into_plan"),
    path("<plan:plan_id>/edit/<plan:draft_id>/", composer.edit_draft, name="edit_draft"),
    path(
        "<plan:plan_id>/edit/<plan:draft_id>/import/",
        importing.into_edit_draft,
        name="import_into_edit_draft",
    ),
    path("<plan:plan_id>/saved/", reading.saved, name="saved"),
    path("<plan:plan_id>/manage/", managing.manage, name="manage"),
    path("<plan:plan_id>/restore/", managing.restore, name="restore"),
    path("<plan:plan_id>/renew/", managing.renew, name="renew"),
    path("<plan:plan_id>/key/", managing.replace_key, name="key"),
    path("<plan:plan_id>/delete/", managing.delete, name="delete"),
    path("<plan:plan_id>/review/", review.review, name="review"),
    path("<plan:plan_id>/review/name/", review.take_name, name="reviewer"),
    path("<plan:plan_id>/review/decide/", review.decide_rules, name="decide"),
    path("<plan:plan_id>/review/answer/", operating.answer, name="answer"),
    path("<plan:plan_id>/review/links/", operating.change_links, name="review_links"),
    path("<plan:plan_id>/dropped/", dropped.dropped, name="dropped"),
    path("<plan:plan_id>/check/", checking.checks, name="checks"),
    path("<plan:plan_id>/check/<slug:kind>/", checking.check, name="check"),
    path("<plan:plan_id>/check/<slug:kind>/missing/", checking.missing, name="missing"),
    path("<plan:plan_id>/check/<slug:kind>/scripts/", checking.scripts, name="scripts"),
    path("<plan:plan_id>/revisions/<int:number>/", reading.plan, name="revision"),
    path(
        "<plan:plan_id>/revisions/<int:number>/dropped/",
        dropped.dropped,
        name="dropped_revision",
    ),
    path("<plan:plan_id>/revisions/<int:number>/check/", checking.checks, name="revision_checks"),
    path(
        "<plan:plan_id>/revisions/<int:number>/check/<slug:kind>/",
        checking.check,
        name="revision_check",
    ),
    path(
        "<plan:plan_id>/revisions/<int:number>/check/<slug:kind>/missing/",
        checking.missing,
        name="revision_missing",
    ),
    path(
        "<plan:plan_id>/revisions/<int:number>/check/<slug:kind>/scripts/",
        checking.scripts,
        name="revision_scripts",
    ),
    path("<plan:plan_id>/files/", files.files, name="files"),
    path("<plan:plan_id>/revisions/<int:number>/files/", files.files, name="revision_files"),
    path("<plan:plan_id>/revisions/<int:number>/files.zip", files.bundle_revision, name="bundle"),
    path(
        "<plan:plan_id>/revisions/<int:number>/files/<slug:name>/",
        files.show_format,
        name="format",
    ),
    path(
        "<plan:plan_id>/revisions/<int:number>/export/<slug:name>/",
        files.export_revision,
        name="export",
    ),
    path("<plan:plan_id>/diff/", comparing.choose, name="choose_diff"),
    path("<plan:plan_id>/diff/<int:before>..<int:after>/", comparing.compare, name="diff"),
    path("<plan:plan_id>/diff/<int:before>..now/", comparing.compare, name="diff_now"),
    path(
        "<plan:plan_id>/diff/<int:before>..<int:after>/export/<slug:name>/",
        comparing.export_difference,
        name="export_diff",
    ),
    path(
        "<plan:plan_id>/diff/<int:before>..now/export/<slug:name>/",
        comparing.export_difference,
        name="export_diff_now",
    ),
]
