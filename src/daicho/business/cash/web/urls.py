"""URLs of cash."""

from django.urls import path

from daicho.business.cash.web import correction_views, drawer_views, report_views, till_views

urlpatterns = [
    path("", till_views.till, name="cash_till"),
    path("accounts/<uuid:account>/", till_views.account, name="cash_account"),
    path("accounts/<uuid:account>/pay/", till_views.pay, name="cash_pay"),
    path("accounts/<uuid:account>/cancel/", till_views.cancel, name="cash_cancel"),
    path("accounts/<uuid:account>/drop/", till_views.drop, name="cash_drop"),
    path("accounts/<uuid:account>/correct/", correction_views.new, name="cash_correct"),
    path("receipts/<uuid:entry>/", till_views.receipt, name="cash_receipt"),
    path("entries/", report_views.entries, name="cash_entries"),
    path("drawers/", drawer_views.drawers, name="cash_drawers"),
    path("drawers/open/", drawer_views.open_one, name="cash_open"),
    path("drawers/<uuid:drawer>/", drawer_views.one, name="cash_drawer"),
    path("drawers/<uuid:drawer>/count/", drawer_views.count, name="cash_count"),
    path("drawers/<uuid:drawer>/confirm/", drawer_views.confirm, name="cash_confirm"),
    path("drawers/<uuid:drawer>/slip/", drawer_views.drawer_paper, name="cash_drawer_slip"),
    path("days/<slug:day>/", drawer_views.office_day, name="cash_office_day"),
    path("days/<slug:day>/close/", drawer_views.close_day, name="cash_close_day"),
    path("days/<slug:day>/<slug:paper>/", drawer_views.day_paper, name="cash_day_paper"),
    path("corrections/", correction_views.corrections, name="cash_corrections"),
    path("corrections/<uuid:correction>/", correction_views.one, name="cash_correction"),
    path("corrections/<uuid:correction>/decide/", correction_views.decide, name="cash_decide"),
    path(
        "corrections/<uuid:correction>/withdraw/", correction_views.withdraw, name="cash_withdraw"
    ),
    path("corrections/<uuid:correction>/carry-out/", correction_views.carry, name="cash_carry_out"),
    path("monthly/", report_views.table, name="cash_monthly"),
    path("monthly/file/", report_views.file, name="cash_monthly_file"),
]
