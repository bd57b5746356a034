"""URLs of jobs."""

from django.urls import path

from daicho.foundation.jobs.web import ask_views, job_views, plan_views

urlpatterns = [
    path("", job_views.job_list, name="jobs_list"),
    path("new/", ask_views.choose, name="jobs_new"),
    path("new/<str:kind>/", ask_views.ask, name="jobs_ask"),
    path("plans/", plan_views.plan_list, name="jobs_plans"),
    path("plans/<uuid:plan>/", plan_views.one, name="jobs_plan"),
    path("plans/<uuid:plan>/end/", plan_views.end, name="jobs_plan_end"),
    path("<uuid:job>/", job_views.one, name="jobs_job"),
    path("<uuid:job>/progress/", job_views.progress, name="jobs_progress"),
    path("<uuid:job>/stop/", job_views.stop, name="jobs_stop"),
    path("<uuid:job>/files/<uuid:file>/", job_views.fetch, name="jobs_file"),
]
