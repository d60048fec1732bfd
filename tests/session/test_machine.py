import itertools

import pytest

from station.session.machine import IGNORED, INTERRUPTIONS, TABLE, TIMEOUT_S, Effect, Event, Machine, State


def walk(*events: Event) -> Machine:
    machine = Machine()
    for moment, event in enumerate(events):
        machine.fire(event, float(moment))
    return machine


TO_PART = (Event.ARRIVED, Event.NOTICE_ACCEPTED, Event.KNOWN)


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, Event)))
def test_every_event_is_defined_or_ignored_in_every_state_and_never_both(state, event):
    assert ((state, event) in TABLE) != (event in IGNORED[state])


def test_every_state_can_be_reached_and_left():
    edges = {(state, t.target) for (state, _), t in TABLE.items() if t.target is not None}
    reached, frontier = {State.IDLE}, [State.IDLE]
    while frontier:
        here = frontier.pop()
        for source, target in edges:
            if source is here and target not in reached:
                reached.add(target)
                frontier.append(target)
    assert reached == set(State)
    for state in State:
        leaves = {t.target for (source, _), t in TABLE.items() if source is state}
        assert leaves - {state}, f"{state} cannot be left"


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_time_out_and_a_transition_for_it(state):
    assert TIMEOUT_S[state] > 0
    assert (state, Event.TIMED_OUT) in TABLE


@pytest.mark.parametrize("state", list(State))
def test_left_alone_every_state_comes_back_to_idle_or_stays_a_fault(state):
    machine = Machine()
    machine.state = state
    machine.interrupted = State.RESULT
    for _ in range(6):
        step = machine.fire(Event.TIMED_OUT, machine.entered_s + 1000)
        if Effect.CLOSE_PART in step.effects:
            machine.fire(Event.PARTS_DONE, machine.entered_s)
        elif machine.state is State.RECORDING:
            machine.fire(Event.LOGGED, machine.entered_s)
    assert machine.state in {State.IDLE, State.NO_CAMERA}
    assert machine.interrupted is None


def test_the_straight_way_goes_from_idle_to_logged():
    machine = walk(*TO_PART, Event.NEXT_CAMERA, Event.NEXT_CLOSE_UP, Event.NEXT_ATTEST, Event.PARTS_DONE)
    assert machine.state is State.RESULT
    assert machine.fire(Event.ACCEPTED, 10.0).effects == (Effect.RECORD_RESULT,)
    assert machine.fire(Event.LOGGED, 10.1).after is State.LOGGED
    assert machine.fire(Event.TIMED_OUT, 20.0).effects == (Effect.WIPE,)


def test_nothing_is_called_logged_before_the_log_says_so():
    into_logged = {(state, event) for (state, event), t in TABLE.items() if t.target is State.LOGGED}
    assert into_logged == {(State.RECORDING, Event.LOGGED)}


def test_an_interrupted_part_starts_over_because_another_body_may_stand_there():
    machine = walk(*TO_PART, Event.NEXT_CAMERA, Event.SECOND_PERSON)
    assert machine.state is State.PAUSED
    step = machine.fire(Event.ALONE, 20.0)
    assert step.after is State.PART
    assert step.effects == (Effect.RESTART_ROUND,)
    assert machine.interrupted is None


def test_a_camera_lost_during_a_pause_leads_back_to_what_was_paused():
    machine = walk(*TO_PART, Event.PARTS_DONE, Event.SECOND_PERSON, Event.CAMERA_LOST)
    assert machine.state is State.NO_CAMERA
    assert machine.fire(Event.CAMERA_BACK, 30.0).after is State.RESULT


def test_a_camera_that_stays_away_gives_up_the_session_but_keeps_the_message():
    machine = walk(*TO_PART, Event.CAMERA_LOST)
    step = machine.fire(Event.TIMED_OUT, 90.0)
    assert step.after is State.NO_CAMERA
    assert step.effects == (Effect.RECORD_ABANDONED, Effect.WIPE)
    assert machine.fire(Event.CAMERA_BACK, 91.0).after is State.IDLE


def test_who_leaves_a_running_session_is_abandoned_and_wiped():
    for state in (State.CHOOSE, State.PART, State.ASSIST, State.ATTEST, State.RESULT, State.PAUSED):
        transition = TABLE[(state, Event.LEFT)]
        assert transition.target is State.ABANDONED
        assert transition.effects == (Effect.RECORD_ABANDONED, Effect.WIPE)


def test_every_way_back_to_idle_wipes():
    for (state, event), transition in TABLE.items():
        if transition.target is State.IDLE:
            assert Effect.WIPE in transition.effects, (state, event)


def test_time_outs_are_counted_from_the_last_event_that_counted():
    machine = walk(Event.ARRIVED)
    entered_s = machine.entered_s
    assert not machine.timed_out(entered_s + TIMEOUT_S[State.NOTICE] - 0.1)
    machine.fire(Event.RECHECK, entered_s + 5)
    assert machine.entered_s == entered_s
    assert machine.timed_out(entered_s + TIMEOUT_S[State.NOTICE])


def test_an_undefined_pair_is_a_fault_of_the_table_and_not_swallowed(monkeypatch):
    monkeypatch.setitem(IGNORED, State.IDLE, frozenset())
    with pytest.raises(LookupError, match="neither defined nor ignored"):
        Machine().fire(Event.LEFT, 0.0)


def test_interruptions_are_the_states_that_lead_back():
    leading_back = {state for (state, _), t in TABLE.items() if t.target is None}
    assert leading_back == INTERRUPTIONS
