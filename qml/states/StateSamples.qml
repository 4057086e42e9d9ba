// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The words of the state reference.
QtObject {
    readonly property var states: [
        { state: Freshness.Live, word: qsTr("live"), rate: qsTr("212 msg/s"), link: qsTr("9 ms"), chip: qsTr("live"), fraction: 1,
            says: qsTr("Messages arrive within their expected interval.") },
        { state: Freshness.Demo, word: qsTr("demo"), rate: qsTr("1,284 msg/s"), link: qsTr("2 ms"), chip: qsTr("DEMO"), fraction: 1,
            says: qsTr("Live, from the simulated server. Never shown as a real feed.") },
        { state: Freshness.Stale, word: qsTr("stale"), rate: qsTr("12 s"), link: qsTr("18 ms"), chip: qsTr("stale"), fraction: 1,
            says: qsTr("This value is older than its interval; others of the source still come.") },
        { state: Freshness.Stalled, word: qsTr("stalled"), rate: qsTr("31 s"), link: qsTr("9 ms"), chip: qsTr("stalled"), fraction: 1,
            says: qsTr("The link answers pings, but no messages come at all.") },
        { state: Freshness.Reconnecting, word: qsTr("reconnecting"), rate: qsTr("try 3"), link: "1006", chip: qsTr("in 4 s"), fraction: 0.35,
            says: qsTr("Link lost, next try scheduled. The ring is what is left of the wait.") },
        { state: Freshness.Failed, word: qsTr("failed"), rate: qsTr("sign-in: 401"), link: "", chip: qsTr("failed"), fraction: 1,
            says: qsTr("Stopped, and retrying would not help. Stage and reason are named.") },
        { state: Freshness.Paused, word: qsTr("paused"), rate: qsTr("live goes on"), link: "", chip: qsTr("paused"), fraction: 1,
            says: qsTr("The view is held at a moment; live goes on behind it.") },
        { state: Freshness.Replay, word: qsTr("replay"), rate: "13:47:22", link: "", chip: "4×", fraction: 1,
            says: qsTr("Recorded data runs; base turns violet, frame 2 px.") },
        { state: Freshness.Loading, word: qsTr("loading"), rate: qsTr("TLS"), link: "", chip: qsTr("opening"), fraction: 1,
            says: qsTr("Opening; the stage is shown, no spinner.") },
        { state: Freshness.Off, word: qsTr("off"), rate: qsTr("by you"), link: "", chip: qsTr("off"), fraction: 1,
            says: qsTr("Disconnected by a person. No colour: nothing is wrong.") }
    ]
    readonly property var panels: [
        { title: qsTr("Watchlist"), subject: "markets", state: Freshness.Empty, stateText: qsTr("empty"), failed: false,
            headline: qsTr("No keys yet"), sentence: qsTr("The source is live and sends keys when they change. All that come are shown here."),
            action: "", second: "" },
        { title: "BTC/USD", subject: qsTr("1 min candles"), state: Freshness.Loading, stateText: qsTr("opening"), failed: false,
            headline: qsTr("No points yet"), sentence: qsTr("Axes stand from the start; nothing jumps in later."), action: "", second: "" },
        { title: qsTr("Tiles"), subject: "plant-2", state: Freshness.Stalled, stateText: qsTr("Stalled %1").arg(qsTr("31 s")), failed: false,
            headline: qsTr("No message since 14:31:36"), sentence: qsTr("Pings are answered in 9 ms, but no messages come."),
            action: qsTr("Reconnect now"), second: "",
            tiles: [{ name: "Boiler 1 feed", value: "78.4", unit: "°C", age: qsTr("31 s") },
                { name: "Line 3 pressure", value: "4.82", unit: "bar", age: qsTr("31 s") },
                { name: "Pump 7", value: "–", unit: "rpm", age: qsTr("never seen") }] },
        { title: qsTr("News"), subject: "wire", state: Freshness.Failed, stateText: qsTr("Failed at sign-in"), failed: true,
            headline: qsTr("The server refused the token"),
            sentence: qsTr("401, token expired, 14:20:00. Not retrying, as the same token would be refused again. Items before it stay readable."),
            action: qsTr("Sign in"), second: qsTr("Open log") },
        { title: qsTr("Chart"), subject: qsTr("source missing"), state: Freshness.Failed, stateText: qsTr("no source"), failed: true,
            headline: qsTr("Bound to “%1”, not on this machine").arg("nordic-power"),
            sentence: qsTr("The workspace was opened from a file. The panel keeps its settings."), action: qsTr("Choose a source"),
            second: qsTr("Add it") },
        { title: qsTr("Watchlist"), subject: "markets", state: Freshness.Reconnecting, stateText: qsTr("Reconnecting in 4 s"), failed: false,
            headline: qsTr("Link lost before the first value"), sentence: qsTr("Closed 1006, no close frame. The next try is scheduled; nothing needs to be done."),
            action: qsTr("Retry now"), second: qsTr("Open log") },
        { title: qsTr("Scores"), subject: "league", state: Freshness.Off, stateText: qsTr("off"), failed: false,
            headline: qsTr("Disconnected by you"), sentence: qsTr("Since 14:02:11. What was received before stays readable."), action: qsTr("Connect"),
            second: "" },
        { title: qsTr("News"), subject: qsTr("filter: “copper”"), state: Freshness.Live, stateText: qsTr("live"), failed: false,
            headline: qsTr("Nothing matches “%1”").arg("copper"), sentence: qsTr("38 items are hidden by the filter."),
            action: "", second: qsTr("Clear filter") }
    ]
}
