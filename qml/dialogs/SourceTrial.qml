// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A source that is tried: dialled, looked at, and then kept or forgotten. Or one that is there already, of which a field is mapped.
Item {
    id: root

    property int candidate: -1
    property bool probing: false
    property bool mapping: false
    property string address
    readonly property alias link: detail
    readonly property alias probe: look
    readonly property alias draft: text
    property bool writing: false // the profile by hand
    // What is only looked at makes no records: messages show that it lives.
    readonly property bool live: candidate >= 0 && (probing ? look.messages > 0 : detail.state === Freshness.Live
        || detail.state === Freshness.Demo || detail.state === Freshness.Replay)
    readonly property bool ready: live && (!probing || look.fieldCount > 0) && !(writing && text.problem.length > 0)

    function isAddress(text) {
        return /^(wss?|https?|tcp|tls):\/\//i.test(text)
    }
    // The dial came to nothing, or nothing came of it.
    readonly property bool failed: candidate >= 0 && !live && detail.outcome !== TrialOutcome.Dialling

    // An address of any feed is looked at first; Alcedo's own servers answer under /alcedo.
    function dial(text) {
        forget()
        address = text
        probing = isAddress(text) && !/\/alcedo(\/|$)/.test(text)
        candidate = Dashboard.trySource(probing ? "raw@" + text : text)
    }
    function dialAsOurs() {
        const text = address
        forget()
        candidate = Dashboard.trySource(text)
    }
    function map(sourceId, pointer, frames) {
        forget()
        mapping = true
        probing = true
        candidate = sourceId
        look.lookFor(frames, pointer, Dashboard.sourceWord(sourceId))
    }
    // The proposal as text, to be changed by hand.
    function write(name) {
        const proposed = look.text(name, address, mapping ? Dashboard.sourceWord(candidate) : "")
        if (proposed.length === 0)
            return
        text.begin(proposed)
        writing = true
    }
    function forget() {
        writing = false
        if (candidate >= 0 && !mapping)
            Dashboard.removeSource(candidate)
        candidate = -1
        probing = false
        mapping = false
    }
    // The kept source's id; -1 where the profile could not be written.
    function keep(name) {
        let id = candidate
        if (probing) {
            const edited = writing ? text.text : ""
            const word = mapping ? look.correct(detail.name, Dashboard.sourceWord(id), edited) : look.write(name, address, edited)
            if (word.length === 0)
                return -1
            Dashboard.removeSource(id)
            id = Dashboard.trySource(word)
        }
        candidate = -1
        probing = false
        mapping = false
        writing = false
        Dashboard.keepSource(id)
        return id
    }

    Connections {
        function onLanguageChanged() {
            later.start()
        }

        target: Dashboard.preferences
    }
    // Once the words of the language are there.
    Timer {
        id: later

        interval: 0

        onTriggered: text.retell()
    }
    ConnectionDetail {
        id: detail

        sourceId: root.candidate
    }
    ProfileDraft {
        id: text
    }
    SourceProbe {
        id: look

        sourceId: root.probing ? root.candidate : -1
    }
}
