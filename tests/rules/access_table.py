"""Who gets what: one table, asked of the running application by `test_access_walk.py`.

Everybody asks for the same thing: for Ada's diary, or for something of hers, or of her clinic.

    y  gets it                              -  finds nothing there (404)
    f  gets in, and is told a fault         s  is asked to sign in
    h  is led home                          2  is asked for the second factor
    x  is told that the token does not reach that far
"""

import re
from collections.abc import Mapping

COLUMNS = {
    "no": "nobody signed in",
    "A": "Ada herself",
    "B": "Bob, who has a diary of his own",
    "rd": "a carer who may read her diary",
    "lg": "a carer who may log in it",
    "mg": "a carer who manages it",
    "rv": "a carer whose access she took back",
    "cl": "a clinician of her clinic",
    "vw": "a viewer there",
    "ad": "who runs the list of staff there",
    "el": "a clinician of another clinic",
    "lf": "a clinician of a clinic whose consent she withdrew",
    "em": "a clinician of another clinic, in an emergency look at her diary",
    "op": "somebody with neither diary nor clinic",
    "ol": "Ada's own session, a month unused",
    "1f": "the clinician of her clinic, who showed a password and no second factor",
    "tr": "a program with a token of hers that may read",
    "tl": "a program with a token of hers that may log",
}

TABLE = """
                                  no |  A  B | rd lg mg rv | cl vw ad el lf em | op ol 1f | tr tl
account.more GET                   s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
account.ask GET                    y |  h  h |  h  h  h  h |  h  h  h  h  h  h |  h  y  h |  y  y
account.enter_account POST         f |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  f  f |  f  f
account.leave_account POST         s |  s  s |  s  s  s  s |  s  s  s  s  s  s |  s  s  s |  f  f
api.entries GET                    s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  y  x
api.log POST                       s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  x  y
api.openapi GET                    y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
api.rates GET                      s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  y  x
begin.ask GET                      s |  h  h |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
begin.begin POST                   s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
clinic.about GET                   s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.correct POST                s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.patients GET                s |  -  - |  -  -  -  - |  y  y  h  y  y  y |  -  s  2 |  s  s
clinic.member GET                  s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.find POST                   s |  -  - |  -  -  -  - |  y  y  -  y  y  y |  -  s  2 |  s  s
clinic.give_role POST              s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.end POST                    s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.ask_to_reset_factor GET     s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.reset_factor POST           s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.take_back POST              s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.ask_patient GET             s |  -  - |  -  -  -  - |  y  -  y  y  y  y |  -  s  2 |  s  s
clinic.invite_patient POST         s |  -  - |  -  -  -  - |  y  -  y  -  -  - |  -  s  2 |  s  s
clinic.patient GET                 s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.patient_charts GET          s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.patient_picture GET         s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.patient_table GET           s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.patient_results GET         s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.patient_rates GET           s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.records GET                 s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.one_record GET              s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.withdraw_record POST        s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.restore_record POST         s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.ask_record GET              s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.add_record POST             s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.ask_correction GET          s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.correct_record POST         s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.ask_several GET             s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.add_several POST            s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.entries GET                 s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.one_entry GET               s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.entry_photo GET             s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.give_verdict POST           s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.take_verdict_back POST      s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.bring_verdict_back POST     s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.schedule GET                s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.confirm_test POST           s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.note_test POST              s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.take_test_back POST         s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.say_risk POST               s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.intervals GET               s |  -  - |  -  -  -  - |  y  -  -  y  y  y |  -  s  2 |  s  s
clinic.set_intervals POST          s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.ready GET                   s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
summary.patient GET                s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
summary.patient_pdf GET            s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.appointment GET             s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.hold_appointment POST       s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.reopen_question POST        s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.one_review GET              s |  -  - |  -  -  -  - |  y  y  -  -  -  y |  -  s  2 |  s  s
clinic.correct_review POST         s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.withdraw_review POST        s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.restore_review POST         s |  -  - |  -  -  -  - |  y  -  -  -  -  - |  -  s  2 |  s  s
clinic.staff GET                   s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.ask_staff GET               s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.invite_staff POST           s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.ask_emergency GET           s |  -  - |  -  -  -  - |  y  -  -  y  y  y |  -  s  2 |  s  s
clinic.open_emergency POST         s |  -  - |  -  -  -  - |  y  -  -  y  y  y |  -  s  2 |  s  s
clinic.stop_emergency POST         s |  -  - |  -  -  -  - |  -  -  -  -  -  y |  -  s  2 |  s  s
clinic.left GET                    s |  -  - |  -  -  -  - |  y  y  -  y  y  y |  -  s  2 |  s  s
clinic.left_sheet GET              s |  -  - |  -  -  -  - |  y  y  -  y  y  y |  -  s  2 |  s  s
clinic.looks GET                   s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
clinic.looks_sheet GET             s |  -  - |  -  -  -  - |  -  -  y  -  -  - |  -  s  2 |  s  s
devices.show GET                   s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
devices.end POST                   s |  y  - |  -  -  -  - |  -  -  -  -  -  - |  -  s  2 |  s  s
devices.end_others POST            s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
diary.home GET                     s |  y  - |  y  y  y  h |  h  h  h  h  h  h |  h  s  2 |  s  s
diary.check_ins GET                s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.set_interval POST            s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.usual_dose GET               s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.set_dose POST                s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.gaps GET                     s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.check_in POST                s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.month GET                    s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.entry GET                    s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.choose GET                   s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.settle POST                  s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.time_is_right POST           s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.change_form GET              s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.change POST                  s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.going POST                   s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.add POST                     s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.other_side POST              s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.photo GET                    s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.restore_one POST             s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.withdraw_one POST            s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.restore POST                 s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.earlier POST                 s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.stopped POST                 s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.treated POST                 s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.withdraw POST                s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.log_form GET                 s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.log POST                     s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.numbers GET                  s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.numbers_charts GET           s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
summary.own GET                    s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
summary.own_pdf GET                s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.same_bleed POST              s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.for_appointment GET          s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.write_question GET           s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.question GET                 s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.add_question POST            s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.change_question POST         s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.mark_question POST           s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.remove_question POST         s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
diary.restore_question POST        s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
email.ask_code GET                 y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
email.take_code POST               f |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  f  f |  f  f
email.show GET                     s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
email.change POST                  s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
email.send_again POST              s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
factor_settings.show GET           s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
factor_settings.ask_for_codes GET  s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
factor_settings.make_codes POST    s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
factor_settings.ask_to_turn_off GET  s |  h  h |  h  h  h  h |  h  h  h  h  h  h |  h  s  2 |  s  s
factor_settings.turn_off POST      s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
health.process GET                 y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
health.ready GET                   y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
join.ask GET                       y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
join.show POST                     y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  f  f
join.accept POST                   s |  f  y |  f  f  f  y |  y  y  y  y  y  y |  y  s  2 |  s  s
join.begin POST                    y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  f  f
join.sign_in_first POST            y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  f  f
name.ask GET                       s |  h  h |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
name.correct POST                  s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
own_passkeys.show GET              s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
own_passkeys.add POST              s |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  s  f |  s  s
own_passkeys.show_one GET          s |  y  - |  -  -  -  - |  -  -  -  -  -  - |  -  s  2 |  s  s
own_passkeys.name_it POST          s |  y  - |  -  -  -  - |  -  -  -  -  -  - |  -  s  2 |  s  s
own_passkeys.take_away POST        s |  y  - |  -  -  -  - |  -  -  -  -  -  - |  -  s  2 |  s  s
own_passkeys.ask POST              s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  x |  s  s
own_provider.show GET              s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
own_provider.connect POST          s |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  s  2 |  s  s
own_provider.take_away POST        s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
passkey.show POST                  s |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  s  f |  s  s
passkey.ask_for_own POST           s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  y |  s  s
passkey.enter POST                 f |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  f  f |  f  f
passkey.ask POST                   y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  f  f
password.ask GET                   s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
password.take POST                 s |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  s  2 |  s  s
phone.manifest GET                 y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
phone.service_worker GET           y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
phone.shell GET                    y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
phone.waiting GET                  s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
provider.go GET                    s |  h  h |  h  h  h  h |  h  h  h  h  h  h |  h  s  h |  s  s
provider.back GET                  s |  h  h |  h  h  h  h |  h  h  h  h  h  h |  h  s  h |  s  s
reset.ask GET                      y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
reset.send_link POST               y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  f  f
reset.choose GET                   y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
reset.take POST                    f |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  f  f |  f  f
rights.ask_about GET               s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
rights.correct POST                s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
rights.archive POST                s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
rights.ask_to_delete GET           s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
rights.data GET                    s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
rights.delete POST                 s |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  s  2 |  s  s
rights.privacy GET                 y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
rights.tokens GET                  s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
rights.make POST                   s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
rights.end POST                    s |  y  - |  -  -  -  - |  -  -  -  -  -  - |  -  s  2 |  s  s
second_factor.ask GET              s |  h  h |  h  h  h  h |  h  h  h  h  h  h |  h  s  y |  s  s
second_factor.take POST            s |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  s  f |  s  s
second_factor.save_codes POST      s |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  s  2 |  s  s
second_factor.offer GET            s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
second_factor.set_up POST          s |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  s  f |  s  s
sharing.looked GET                 s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.sharing GET                s |  y  - |  y  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.ask_child GET              s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
sharing.begin_child POST           s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
sharing.choose_clinic GET          s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.share POST                 s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.ask_to_stop GET            s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.stop POST                  s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.ask_hand_over GET          s |  -  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.make_hand_over POST        s |  -  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.take_back POST             s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.ask GET                    s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.make POST                  s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.person GET                 s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.change_person POST         s |  y  - |  -  -  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.stop_person POST           s |  y  - |  -  y  y  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sharing.put_look_away POST         s |  y  - |  -  -  -  - |  -  -  -  -  -  - |  -  s  2 |  s  s
sync.session GET                   s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  s  s
sync.sync POST                     s |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  s  2 |  x  y
sign_up.ask GET                    y |  h  h |  h  h  h  h |  h  h  h  h  h  h |  h  y  h |  y  y
sign_up.begin POST                 s |  s  s |  s  s  s  s |  s  s  s  s  s  s |  s  s  s |  f  f
sign_up.finish POST                f |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  f  f |  f  f
sign_up.ask_code GET               y |  y  y |  y  y  y  y |  y  y  y  y  y  y |  y  y  y |  y  y
sign_up.take_code POST             f |  f  f |  f  f  f  f |  f  f  f  f  f  f |  f  f  f |  f  f
"""


def rows() -> dict[str, dict[str, str]]:
    """The table: who gets what, by the name of the way."""
    lines = TABLE.strip("\n").splitlines()
    found = {}
    for line in lines[1:]:
        endpoint, method, *cells = line.replace("|", " ").split()
        found[f"{endpoint} {method}"] = dict(zip(COLUMNS, cells, strict=True))
    return found


def line_of(name: str, cells: Mapping[str, str]) -> str:
    """A line of the table."""
    heading = TABLE.strip("\n").splitlines()[0]
    line = re.sub(r"[^\s|]+", lambda match: cells[match[0]].rjust(len(match[0])), heading)
    return name + line[len(name) :]
