// SPDX-License-Identifier: MIT
#include <alcedo/connection/connectionstate.h>

#include <QTest>
#include <map>

using namespace alcedo;
using enum LinkState;
using E = LinkEvent;
using enum LinkAction;

namespace {

constexpr int StateCount = int(Failed) + 1;
constexpr int EventCount = int(E::WaitOver) + 1;

struct Outcome
{
    LinkState state;
    int attempt; // after; 4 before
    std::vector<LinkAction> actions;
};

/// Every pair that is not here leaves the link as it was.
using Table = std::map<std::pair<LinkState, E>, Outcome>;

void addOpenRows(Table &table, LinkState state)
{
    table[{state, E::LinkLost}] = {Waiting, 4, {StopWatching, SayLost, ScheduleRetry}};
    table[{state, E::LinkEnded}] = {Failed, 4, {StopWatching, SayLost}};
    table[{state, E::PeerDead}] = {Waiting, 4, {StopWatching, AbortLink, SayLost, ScheduleRetry}};
    table[{state, E::ReconnectWanted}] = {Waiting, 4, {StopWatching, DropLink, SayLost, ScheduleRetry}};
    table[{state, E::GreetingFailed}] = {Waiting, 4, {StopWatching, DropLink, SayLost, ScheduleRetry}};
    table[{state, E::GreetingRefused}] = {Failed, 4, {StopWatching, DropLink, SayLost}};
    table[{state, E::CloseWanted}] = {Closing, 4, {StopWatching, CloseLink}};
}

Table withAutoReconnect()
{
    Table table{
        {{Off, E::OpenWanted}, {Opening, 1, {Dial}}},
        {{Off, E::RetryWanted}, {Opening, 5, {Dial}}},
        {{Opening, E::DialSucceeded}, {Greeting, 4, {WatchGreeting, WatchSilence, SayOpened}}},
        {{Opening, E::DialFailed}, {Waiting, 4, {ScheduleRetry}}},
        {{Opening, E::DialRefused}, {Failed, 4, {}}},
        {{Opening, E::RetryWanted}, {Opening, 5, {CancelDial, Dial}}},
        {{Opening, E::CloseWanted}, {Off, 4, {CancelDial}}},
        {{Greeting, E::GreetingDone}, {Live, 4, {WatchStability}}},
        {{Greeting, E::RetryWanted}, {Opening, 5, {StopWatching, DropLink, SayLost, Dial}}},
        {{Live, E::FellSilent}, {Stalled, 4, {}}},
        {{Live, E::StayedUp}, {Live, 0, {}}},
        {{Stalled, E::Heard}, {Live, 4, {WatchStability}}},
        {{Stalled, E::RetryWanted}, {Opening, 5, {StopWatching, AbortLink, SayLost, Dial}}},
        {{Waiting, E::WaitOver}, {Opening, 5, {CancelRetry, Dial}}},
        {{Waiting, E::OpenWanted}, {Opening, 5, {CancelRetry, Dial}}},
        {{Waiting, E::RetryWanted}, {Opening, 5, {CancelRetry, Dial}}},
        {{Waiting, E::NetworkUp}, {Opening, 5, {CancelRetry, Dial}}},
        {{Waiting, E::CloseWanted}, {Off, 4, {CancelRetry}}},
        {{Waiting, E::AutoReconnectOff}, {Failed, 4, {CancelRetry}}},
        {{Closing, E::LinkLost}, {Off, 4, {SayLost}}},
        {{Closing, E::LinkEnded}, {Off, 4, {SayLost}}},
        {{Closing, E::OpenWanted}, {Opening, 5, {AbortLink, SayLost, Dial}}},
        {{Closing, E::RetryWanted}, {Opening, 5, {AbortLink, SayLost, Dial}}},
        {{Failed, E::OpenWanted}, {Opening, 1, {Dial}}},
        {{Failed, E::RetryWanted}, {Opening, 5, {Dial}}},
        {{Failed, E::AutoReconnectOn}, {Opening, 5, {Dial}}},
        {{Failed, E::CloseWanted}, {Off, 0, {}}},
    };
    for (const LinkState state : {Greeting, Live, Stalled})
        addOpenRows(table, state);
    return table;
}

/// Without auto-reconnect what would wait stops instead.
Table withoutAutoReconnect()
{
    Table table = withAutoReconnect();
    for (auto &[key, outcome] : table) {
        if (outcome.state == Waiting) {
            outcome.state = Failed;
            std::erase(outcome.actions, ScheduleRetry);
        }
    }
    return table;
}

} // namespace

class TestConnectionState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fullTable_data();
    void fullTable();
    void terminalFailureIsNotUndoneByTheSwitch();
    void attemptsGrowUntilStable();
};

void TestConnectionState::fullTable_data()
{
    QTest::addColumn<bool>("autoReconnect");
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("event");
    for (const bool on : {true, false}) {
        for (int state = 0; state < StateCount; ++state) {
            for (int event = 0; event < EventCount; ++event) {
                QTest::addRow("%s, event %d, auto-reconnect %s", qPrintable(linkStateName(LinkState(state))),
                              event, on ? "on" : "off")
                    << on << state << event;
            }
        }
    }
}

void TestConnectionState::fullTable()
{
    static const Table on = withAutoReconnect();
    static const Table off = withoutAutoReconnect();
    QFETCH(bool, autoReconnect);
    QFETCH(int, state);
    QFETCH(int, event);
    const Table &table = autoReconnect ? on : off;
    const LinkModel before{LinkState(state), 4, autoReconnect, false};
    const auto row = table.find({LinkState(state), E(event)});
    const Outcome expected = row == table.end() ? Outcome{before.state, before.attempt, {}} : row->second;

    const LinkStep step = transition(before, E(event));
    QCOMPARE(linkStateName(step.model.state), linkStateName(expected.state));
    QCOMPARE(step.model.attempt, expected.attempt);
    QCOMPARE(step.actions, expected.actions);
    const bool switched = E(event) == E::AutoReconnectOn || E(event) == E::AutoReconnectOff;
    QCOMPARE(step.model.autoReconnect, switched ? E(event) == E::AutoReconnectOn : autoReconnect);
    const bool refusal =
        E(event) == E::DialRefused || E(event) == E::GreetingRefused || E(event) == E::LinkEnded;
    QCOMPARE(step.model.terminal, step.model.state == Failed && refusal && LinkState(state) != Failed);
}

void TestConnectionState::terminalFailureIsNotUndoneByTheSwitch()
{
    const LinkModel refused{Failed, 4, false, true};
    QCOMPARE(transition(refused, E::AutoReconnectOn).model, (LinkModel{Failed, 4, true, true}));
    QCOMPARE(transition(refused, E::RetryWanted).model, (LinkModel{Opening, 5, false, false}));
}

void TestConnectionState::attemptsGrowUntilStable()
{
    LinkModel model;
    model = transition(model, E::OpenWanted).model;
    for (int round = 1; round <= 3; ++round) {
        QCOMPARE(model.attempt, round);
        for (const E event : {E::DialSucceeded, E::GreetingDone, E::LinkLost, E::WaitOver})
            model = transition(model, event).model;
    }
    for (const E event : {E::DialSucceeded, E::GreetingDone, E::StayedUp, E::LinkLost})
        model = transition(model, event).model;
    QCOMPARE(model.attempt, 0);
}

QTEST_GUILESS_MAIN(TestConnectionState)
#include "tst_connectionstate.moc"
