"""Each part alone: what it draws from plain values and problems."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory

from daicho.foundation.ui.confirmations import Confirmation, read_confirmations, unconfirmed
from daicho.foundation.ui.formats import moment, seireki, wareki, yen
from daicho.foundation.ui.gallery import PROBLEMS, SampleLegalDate, gallery_context
from daicho.foundation.ui.headers import SecurityHeaders
from daicho.foundation.ui.tables import Cell


def draw(source: str, **values: object) -> str:
    return Template("{% load daicho_ui %}" + source).render(Context(values))


def test_an_error_stands_beside_its_field_and_is_announced_with_it() -> None:
    html = draw('{% field "persons.0.born" label="生年月日" problems=p %}', p=PROBLEMS)
    assert 'name="persons.0.born"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="field-persons-0-born-error"' in html
    error = html.split('id="field-persons-0-born-error"')[1]
    assert all(words in error for words in (PROBLEMS[0].what, PROBLEMS[0].why, PROBLEMS[0].remedy))


def test_a_problem_of_another_field_is_not_shown() -> None:
    html = draw('{% field "persons.1.born" label="生年月日" problems=p %}', p=PROBLEMS)
    assert "aria-invalid" not in html
    assert PROBLEMS[0].what not in html


def test_an_alert_warns_without_calling_the_field_wrong() -> None:
    html = draw('{% field "persons.0.name" label="氏名" problems=p %}', p=PROBLEMS)
    assert "aria-invalid" not in html
    assert 'aria-describedby="field-persons-0-name-alert"' in html


@pytest.mark.parametrize(
    "kind", ["text", "date", "number", "textarea", "select", "radio", "checkbox", "combobox"]
)
def test_every_kind_of_field_has_a_name_and_a_label(kind: str) -> None:
    html = draw(
        '{% field "a.b" label="項目" type=kind options=options %}', kind=kind, options=[("1", "一")]
    )
    assert 'name="a.b"' in html
    assert "項目" in html
    assert 'for="field-a-b"' in html or 'aria-labelledby="field-a-b-label"' in html


def test_an_unknown_kind_of_field_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        draw('{% field "a" label="項目" type="colour" %}')


def test_values_are_escaped() -> None:
    html = draw(
        '{% field "a" label=v value=v %}{% facts pairs %}{% error_summary p %}',
        v='"><script>',
        pairs=[("<b>", Cell("<i>", mark="<u>"))],
        p=PROBLEMS,
    )
    assert not re.search(r"<script>|<i>|<u>|<b>", html)


def test_the_chosen_option_is_selected() -> None:
    html = draw(
        '{% field "a" label="x" type="select" options=o value="2" %}', o=[("1", "一"), ("2", "二")]
    )
    assert '<option value="2" selected>' in html
    assert html.count(" selected") == 1


def test_the_summary_links_each_error_and_leaves_alerts_out() -> None:
    html = draw("{% error_summary p %}", p=PROBLEMS)
    assert re.findall(r'href="#([^"]+)"', html) == ["field-persons-0-born", "field-persons-0-sex"]
    assert "2件の誤り" in html
    assert PROBLEMS[2].what not in html


def test_no_problem_no_summary() -> None:
    assert not draw("{% error_summary p %}{% alert_confirmations p %}", p=()).strip()


def test_errors_and_alerts_tell_their_reason_and_what_to_do() -> None:
    html = draw("{% error_summary p %}{% alert_confirmations p %}", p=PROBLEMS)
    for problem in PROBLEMS:
        assert problem.what in html
        assert problem.why in html
        assert problem.remedy in html


def test_a_tick_names_the_alert_and_its_field_and_comes_back() -> None:
    html = draw("{% alert_confirmations p %}", p=PROBLEMS)
    values = re.findall(r'name="confirm" value="([^"]+)"', html)
    assert values == ["name.same_person:persons.0.name", "household.without_head:"]
    posted = QueryDict(mutable=True)
    posted.setlist("confirm", values[:1])
    posted[f"confirm_reason.{values[0]}"] = " 電話で確認 "
    found = read_confirmations(posted)
    assert found == (Confirmation("name.same_person", "persons.0.name", "電話で確認"),)
    assert unconfirmed(PROBLEMS, confirmed=found) == PROBLEMS[3:]


def test_pagination_keeps_the_other_parameters() -> None:
    html = draw(
        "{% pagination page %}",
        page=Paginator(range(57), 20).page(2),
        request=RequestFactory().get("/?kind=%E8%BB%A2%E5%85%A5&page=2"),
    )
    assert 'href="?kind=%E8%BB%A2%E5%85%A5&amp;page=1"' in html
    assert 'href="?kind=%E8%BB%A2%E5%85%A5&amp;page=3"' in html
    assert "57件のうち 21〜40件目（2 / 3 ページ）" in html


def test_the_ends_of_a_list_lead_nowhere() -> None:
    html = draw("{% pagination page %}", page=Paginator(range(3), 20).page(1))
    assert "href" not in html


@pytest.mark.parametrize("state", ["draft", "submitted", "examined", "approved", "returned"])
def test_a_state_is_told_in_words(state: str) -> None:
    assert re.search(r">[^<]+<", draw("{% badge s %}", s=state))


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(KeyError):
        draw('{% badge "lost" %}')


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        draw('{% data_table "x" c r %}', c=("a", "b"), r=(("1",),))


def test_only_what_changed_is_marked() -> None:
    html = draw(
        '{% compare "x" rows %}',
        rows=[("住所", "甲", "乙"), ("氏名", "丙", "丙"), ("方書", None, "丁")],
    )
    assert html.count('class="changed"') == 2


def test_a_masked_number_is_not_in_the_page() -> None:
    html = draw(
        '{% masked_number "個人番号" url="/x" %}{{ v|masked }}{{ v|masked:2 }}', v="9876543"
    )
    assert "98765" not in html
    assert html.endswith("43")


def test_only_nine_items_of_the_menu_answer_to_keys() -> None:
    html = draw("{% side_menu menu %}", menu=gallery_context()["menu"])
    assert re.findall(r'data-key="(\d)"', html) == list("123456789")
    assert html.count("menu-link") == 10


def test_formats() -> None:
    on = date(2026, 11, 20)
    assert wareki(on) == "令和8年11月20日"
    assert wareki(datetime(2026, 11, 20, 16, tzinfo=UTC)) == "令和8年11月21日"
    assert seireki(on) == "2026年11月20日"
    assert moment(datetime(2026, 11, 20, 0, 5, tzinfo=UTC)) == "令和8年11月20日 9時05分"
    assert wareki(None) == seireki(None) == moment(None) == yen(None) == ""
    assert yen(-12300) == "−12,300円"
    assert draw("{{ v|legal_date }}", v=SampleLegalDate("年月日不詳")) == "年月日不詳"


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500, 503])
def test_an_error_page_says_what_why_and_what_to_do_without_any_context(status: int) -> None:
    html = render_to_string(f"daicho/errors/{status}.html", {})
    answers = re.findall(r"<dd>([^<]+)</dd>", html)
    assert len(answers) == 3
    assert all(answer.endswith("。") for answer in answers)


def test_the_gallery_needs_no_inline_script_or_style() -> None:
    html = render_to_string("daicho/gallery.html", gallery_context())
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", html)


def test_a_page_is_kept_in_no_cache_and_loads_nothing_foreign() -> None:
    request = RequestFactory().get("/")
    response = SecurityHeaders(lambda _: HttpResponse())(request)
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
