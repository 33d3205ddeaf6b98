"""Addresses: every page of the room, in one list."""

from django.urls import include, path
from django.views.i18n import set_language

from .api.operations import api
from .evidence.views import documents, figures, findings, reader, rulings, search, speakers, today, trace
from .evidence.views import when_where_who as views
from .people import views as people
from .sharing.views import door, releases, requests
from .sharing.views import received as came
from .taskforce.views import deciding, grouping, meetings, past, preparing, sheets

urlpatterns = [
    path("", today.home, name="today"),
    path("documents", documents.documents, name="documents"),
    path("documents/upload", documents.upload, name="upload"),
    path("documents/uploads", documents.uploads, name="uploads"),
    path("uploads/<int:id>/retry", documents.retry_upload, name="retry_upload"),
    path("uploads/<int:id>/dismiss", documents.dismiss_upload, name="dismiss_upload"),
    path("documents/<str:id>", reader.document, name="document"),
    path("documents/<str:id>/original", reader.original, name="original"),
    path("documents/<str:id>/withdraw", reader.withdraw, name="withdraw"),
    path("documents/<str:id>/mark", reader.mark, name="mark"),
    path("documents/<str:id>/note", reader.note, name="note"),
    path("documents/<str:id>/trace", trace.trace, name="trace"),
    path("findings", findings.findings, name="findings"),
    path("findings/<str:key>", findings.finding, name="finding"),
    path("findings/<str:key>/correct", findings.correct, name="correct"),
    path("speakers", speakers.speakers, name="speakers"),
    path("rulings", rulings.rulings, name="rulings"),
    path("rulings/<str:id>/take-back", rulings.take_back, name="take_back"),
    path("figures", figures.figures, name="figures"),
    path("timeline", views.timeline, name="timeline"),
    path("map", views.atlas, name="map"),
    path("network", views.network, name="network"),
    path("search", search.search, name="search"),
    path("meetings", meetings.meetings, name="meetings"),
    path("groups/<int:id>", meetings.group, name="group"),
    path("groups/new", grouping.new, name="new_group"),
    path("groups/<int:id>/change", grouping.change, name="change_group"),
    path("groups/<int:id>/calendar.ics", sheets.ical, name="calendar"),
    path("meetings/<int:id>", meetings.meeting, name="meeting"),
    path("meetings/<int:id>/change", preparing.change_meeting, name="change_meeting"),
    path("meetings/<int:id>/live", deciding.live, name="live"),
    path("meetings/<int:id>/decide", deciding.decide, name="decide"),
    path("meetings/<int:id>/commit", deciding.commit, name="commit"),
    path("meetings/<int:id>/minutes", sheets.minutes, name="minutes"),
    path("meetings/<int:id>/agenda", sheets.agenda, name="agenda"),
    path("meetings/<int:id>/past", past.past, {"kind": "meeting"}, name="past_meeting"),
    path("meetings/<int:id>/put-back", past.put_back, {"kind": "meeting"}, name="put_back_meeting"),
    path("items/<int:id>/change", preparing.change_item, name="change_item"),
    path("items/<int:id>/past", past.past, {"kind": "item"}, name="past_item"),
    path("items/<int:id>/put-back", past.put_back, {"kind": "item"}, name="put_back_item"),
    path("items/<int:id>/minutes", deciding.take_minutes, name="take_minutes"),
    path("briefs/<int:id>", sheets.brief, name="brief"),
    path("citable", deciding.citable, name="citable"),
    path("decisions/<int:id>", deciding.decision, name="decision"),
    path("decisions/<int:id>/review", deciding.review, name="review"),
    path("decisions/<int:id>/undo", deciding.undo, name="undo_decision"),
    path("decisions/<int:id>/act", deciding.act, name="act"),
    path("decisions/<int:id>/take-out", deciding.take_out, name="take_out"),
    path("decisions/<int:id>/past", past.past, {"kind": "decision"}, name="past_decision"),
    path("decisions/<int:id>/trace", trace.of_decision, name="trace_decision"),
    path("actions", deciding.actions, name="actions"),
    path("actions/<int:id>", deciding.update_action, name="update_action"),
    path("actions/<int:id>/past", past.past, {"kind": "action"}, name="past_action"),
    path("actions/<int:id>/put-back", past.put_back, {"kind": "action"}, name="put_back_action"),
    path("actions/<int:id>/trace", trace.of_action, name="trace_action"),
    path("commitments/<int:id>/report", deciding.report, name="report"),
    path("people", people.people, name="people"),
    path("audit", people.audit, name="audit"),
    path("names", people.disclose, name="disclose"),
    path("account", people.account, name="account"),
    path("account/tokens", people.tokens, name="tokens"),
    path("account/sessions/end", people.end_session, name="end_session"),
    # sharing: what comes
    path("received", came.received, name="received"),
    path("received/<int:id>", came.received_one, name="received_one"),
    path("received/<int:id>/accept", came.accept, name="accept_received"),
    path("received/<int:id>/refuse", came.refuse, name="refuse_received"),
    path("requests", requests.requests, name="requests"),
    path("requests/new", requests.new, name="new_request"),
    path("requests/<int:id>", requests.one, name="request"),
    path("requests/<int:id>/remind", requests.remind, name="remind"),
    path("inquiries/<int:id>", requests.inquiry, name="inquiry"),
    path("inquiries/<int:id>/decline", requests.decline, name="decline_inquiry"),
    path("releases", releases.releases, name="releases"),
    path("releases/<int:id>/answer", releases.answer, name="answer_release"),
    path("documents/<str:id>/ask-release", releases.ask, name="ask_release"),
    # sharing: end of what comes
    path("exchange/v1/card", door.card, name="card"),
    path("exchange/v1/messages/<str:digest>", door.message, name="message"),
    path("api/v1/", api.urls),
    path("language", set_language, name="set_language"),
    path("", include("allauth.urls")),
]

handler404 = "recoupe.room.web.refusing.not_found"
