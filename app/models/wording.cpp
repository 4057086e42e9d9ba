// SPDX-License-Identifier: GPL-3.0-or-later
#include "wording.h"

#include "format.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cstring>

namespace alcedo {

namespace {

struct WordingTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::Wording)
};

// What a profile's author has to write ("at", rfc3339, true) stays as it is written, in every language.
constexpr Wording WordingTable[] = {
    {"profile.not-json", QT_TRANSLATE_NOOP("alcedo::Wording", "not JSON: %1")},
    {"profile.json.unterminated-object", QT_TRANSLATE_NOOP("alcedo::Wording", "unterminated object")},
    {"profile.json.missing-name-separator", QT_TRANSLATE_NOOP("alcedo::Wording", "missing name separator")},
    {"profile.json.unterminated-array", QT_TRANSLATE_NOOP("alcedo::Wording", "unterminated array")},
    {"profile.json.missing-value-separator", QT_TRANSLATE_NOOP("alcedo::Wording", "missing value separator")},
    {"profile.json.illegal-value", QT_TRANSLATE_NOOP("alcedo::Wording", "illegal value")},
    {"profile.json.termination-by-number",
     QT_TRANSLATE_NOOP("alcedo::Wording", "invalid termination by number")},
    {"profile.json.illegal-number", QT_TRANSLATE_NOOP("alcedo::Wording", "illegal number")},
    {"profile.json.illegal-escape", QT_TRANSLATE_NOOP("alcedo::Wording", "invalid escape sequence")},
    {"profile.json.illegal-utf8", QT_TRANSLATE_NOOP("alcedo::Wording", "invalid UTF8 string")},
    {"profile.json.unterminated-string", QT_TRANSLATE_NOOP("alcedo::Wording", "unterminated string")},
    {"profile.json.missing-object", QT_TRANSLATE_NOOP("alcedo::Wording", "object is missing after a comma")},
    {"profile.json.deep-nesting", QT_TRANSLATE_NOOP("alcedo::Wording", "too deeply nested document")},
    {"profile.json.too-large", QT_TRANSLATE_NOOP("alcedo::Wording", "too large document")},
    {"profile.json.garbage-at-end",
     QT_TRANSLATE_NOOP("alcedo::Wording", "garbage at the end of the document")},
    {"profile.must-be-object", QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be an object")},
    {"profile.must-be-object-of-paths",
     QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be an object of path and value")},
    {"profile.must-be-object-of-old-and-new",
     QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be an object of old and new")},
    {"profile.must-be-object-of-counts",
     QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be an object of parameter and count")},
    {"profile.must-be-object-of-fields",
     QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be an object of field and path")},
    {"profile.must-be-object-of-names",
     QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be an object of name and path")},
    {"profile.has-twice", QT_TRANSLATE_NOOP("alcedo::Wording", "%1 has \"%2\" twice")},
    {"profile.has-no", QT_TRANSLATE_NOOP("alcedo::Wording", "%1 has no \"%2\"")},
    {"profile.needs", QT_TRANSLATE_NOOP("alcedo::Wording", "%1 needs \"%2\"")},
    {"profile.is-one-of", QT_TRANSLATE_NOOP("alcedo::Wording", "%1 is one of %2")},
    {"profile.must-be-array", QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be an array")},
    {"profile.must-be-text", QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be a text")},
    {"profile.must-be-boolean", QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be true or false")},
    {"profile.must-be-whole",
     QT_TRANSLATE_NOOP("alcedo::Wording", "%1 must be a whole number from %2 to %3")},
    {"profile.must-be-duration",
     QT_TRANSLATE_NOOP("alcedo::Wording",
                       "%1 must be a length of time of at least 1 ms, as \"20s\" or \"500ms\"")},
    {"profile.path.must-be-text",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a path must be a text, as \"/data/price\"")},
    {"profile.path.none", QT_TRANSLATE_NOOP("alcedo::Wording", "a list of paths must not be empty")},
    {"profile.path.beginning",
     QT_TRANSLATE_NOOP("alcedo::Wording", "\"%1\" is no path: it begins with /, #/ or ../")},
    {"profile.path.too-deep", QT_TRANSLATE_NOOP("alcedo::Wording", "\"%1\" is no path: it is too deep")},
    {"profile.path.parent-inside",
     QT_TRANSLATE_NOOP("alcedo::Wording", "\"%1\" is no path: ../ stands only at its beginning")},
    {"profile.condition.path-wild", QT_TRANSLATE_NOOP("alcedo::Wording", "a condition's path has no *")},
    {"profile.text.path-wild", QT_TRANSLATE_NOOP("alcedo::Wording", "a path within a text has no *")},
    {"profile.map.joined-needs-text",
     QT_TRANSLATE_NOOP("alcedo::Wording", "only a text may be joined from a path with *")},
    {"profile.condition.compares",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a condition compares with a text, a number, true or false")},
    {"profile.condition.needs-value", QT_TRANSLATE_NOOP("alcedo::Wording", "a condition needs a value")},
    {"profile.condition.needs-test",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a condition needs one of exists, is, not, starts and type")},
    {"profile.value.needs-origin",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a value needs either \"at\" or \"const\" or \"text\"")},
    {"profile.value.split-and-part",
     QT_TRANSLATE_NOOP("alcedo::Wording", "\"split\" and \"part\" need each other")},
    {"profile.time.needs-origin",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a time needs either \"at\" or \"text\"")},
    {"profile.time.zone-is-name",
     QT_TRANSLATE_NOOP("alcedo::Wording", "zone is a name such as \"Asia/Tokyo\"")},
    {"profile.time.zone-needs-written",
     QT_TRANSLATE_NOOP("alcedo::Wording", "\"zone\" is for times that are written out (rfc3339)")},
    {"profile.needs-route", QT_TRANSLATE_NOOP("alcedo::Wording", "a profile needs at least one route")},
    {"profile.param.one-default",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a parameter that is no list has one default")},
    {"profile.param.secret-default", QT_TRANSLATE_NOOP("alcedo::Wording", "a secret has no default")},
    {"profile.request.needs-one", QT_TRANSLATE_NOOP("alcedo::Wording", "%1 needs at least one request")},
    {"profile.request.needs-send-or-ack",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a request needs \"send\" or \"ack\"")},
    {"profile.request.acks-per-needs-ack",
     QT_TRANSLATE_NOOP("alcedo::Wording", "\"acks_per\" needs \"ack\"")},
    {"profile.route.no-record-kind", QT_TRANSLATE_NOOP("alcedo::Wording", "there is no record kind \"%1\"")},
    {"profile.route.record-or-ignore",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a route needs either \"record\" or \"ignore\": true")},
    {"profile.route.needs-key", QT_TRANSLATE_NOOP("alcedo::Wording", "a route needs a \"key\"")},
    {"profile.route.only-book",
     QT_TRANSLATE_NOOP("alcedo::Wording", "only a book has \"levels\" and a \"checksum\"")},
    {"profile.route.resync-needs-sequence",
     QT_TRANSLATE_NOOP("alcedo::Wording", "\"resync\" needs \"sequence\"")},
    {"profile.route.reverse-needs-each", QT_TRANSLATE_NOOP("alcedo::Wording", "\"reverse\" needs \"each\"")},
    {"profile.route.flag-is",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a flag is replayed, snapshot, correction or removed")},
    {"profile.map.no-field", QT_TRANSLATE_NOOP("alcedo::Wording", "a %1 has no field \"%2\"")},
    {"profile.map.levels",
     QT_TRANSLATE_NOOP("alcedo::Wording", "levels are described by \"levels\", not in \"map\"")},
    {"profile.levels.side",
     QT_TRANSLATE_NOOP("alcedo::Wording", "side is \"bid\", \"ask\" or an object with at and values")},
    {"profile.sequence.one-of",
     QT_TRANSLATE_NOOP("alcedo::Wording",
                       "a sequence has one of \"first\", \"previous\" and \"rising\" at most")},
    {"profile.noun.profile", QT_TRANSLATE_NOOP("alcedo::Wording", "a profile")},
    {"profile.noun.parameter", QT_TRANSLATE_NOOP("alcedo::Wording", "a parameter")},
    {"profile.noun.request", QT_TRANSLATE_NOOP("alcedo::Wording", "a request")},
    {"profile.noun.answer", QT_TRANSLATE_NOOP("alcedo::Wording", "an answer")},
    {"profile.noun.header", QT_TRANSLATE_NOOP("alcedo::Wording", "a header")},
    {"profile.noun.condition", QT_TRANSLATE_NOOP("alcedo::Wording", "a condition")},
    {"profile.noun.conditions", QT_TRANSLATE_NOOP("alcedo::Wording", "conditions")},
    {"profile.noun.value", QT_TRANSLATE_NOOP("alcedo::Wording", "a value")},
    {"profile.noun.time", QT_TRANSLATE_NOOP("alcedo::Wording", "a time")},
    {"profile.noun.time-unit", QT_TRANSLATE_NOOP("alcedo::Wording", "a time's unit")},
    {"profile.noun.route", QT_TRANSLATE_NOOP("alcedo::Wording", "a route")},
    {"profile.noun.flag", QT_TRANSLATE_NOOP("alcedo::Wording", "a flag")},
    {"profile.noun.sequence", QT_TRANSLATE_NOOP("alcedo::Wording", "a sequence")},
    {"profile.noun.checksum", QT_TRANSLATE_NOOP("alcedo::Wording", "a checksum")},
    {"profile.noun.resync", QT_TRANSLATE_NOOP("alcedo::Wording", "a resync")},
    {"profile.noun.paths", QT_TRANSLATE_NOOP("alcedo::Wording", "a list of paths")},
    {"link.redialled-by-hand", QT_TRANSLATE_NOOP("alcedo::Wording", "redialled by hand")},
    {"link.no-sign-of-life", QT_TRANSLATE_NOOP("alcedo::Wording", "no sign of life for %1 s")},
    {"link.websocket-works-again", QT_TRANSLATE_NOOP("alcedo::Wording", "WebSocket works again")},
    {"link.protocol-error", QT_TRANSLATE_NOOP("alcedo::Wording", "protocol error: %1")},
    {"link.renewed", QT_TRANSLATE_NOOP("alcedo::Wording", "renewed before the venue's age limit")},
    {"link.venue-asks", QT_TRANSLATE_NOOP("alcedo::Wording", "the venue asks for a new link")},
    {"link.does-not-follow",
     QT_TRANSLATE_NOOP("alcedo::Wording", "what came does not follow what was there")},
    {"link.broken-frame", QT_TRANSLATE_NOOP("alcedo::Wording", "a compressed frame is broken")},
    {"link.frame-too-large",
     QT_TRANSLATE_NOOP("alcedo::Wording", "a compressed frame holds more than %1 bytes")},
    {"link.book-failed", QT_TRANSLATE_NOOP("alcedo::Wording", "book of %1: %2")},
    {"link.book-not-as-said", QT_TRANSLATE_NOOP("alcedo::Wording", "book of %1: not what the profile says")},
    {"link.sign-in-refused", QT_TRANSLATE_NOOP("alcedo::Wording", "sign-in refused")},
    {"link.subscription-refused", QT_TRANSLATE_NOOP("alcedo::Wording", "subscription refused")},
    {"link.refused", QT_TRANSLATE_NOOP("alcedo::Wording", "refused")},
};

} // namespace

std::span<const Wording> wordings()
{
    return WordingTable;
}

QString worded(const Words &words)
{
    const Phrase *phrase = words.phrase();
    if (!phrase)
        return format::harmless(words.text());
    const auto row =
        std::find_if(std::begin(WordingTable), std::end(WordingTable),
                     [phrase](const Wording &one) { return std::strcmp(one.code, phrase->code) == 0; });
    QStringList arguments;
    for (const Words &argument : words.arguments())
        arguments += worded(argument);
    return filledIn(row == std::end(WordingTable) ? QString::fromUtf8(phrase->english)
                                                  : WordingTr::tr(row->text),
                    arguments);
}

QString worded(const ProfileFault &fault)
{
    return WordingTr::tr("line %1: %2").arg(QString::number(fault.line), worded(fault.words));
}

} // namespace alcedo
