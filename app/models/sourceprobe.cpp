// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourceprobe.h"

#include "correctedprofile.h"
#include "dashboard.h"
#include "inspectormodel.h"
#include "panelsuggestions.h"

#include <QCoreApplication>
#include <QThreadPool>
#include <algorithm>

namespace alcedo {

namespace {

constexpr std::size_t MessagesShown = 3;

/// A role that no other field has; empty where none is left that it could have.
QString freeRole(const ShapeKind &kind, const ShapeField &field)
{
    for (const Field &each : RecordSchema::of(kind.record).fields) {
        const QString role = QString::fromUtf8(each.name.data(), qsizetype(each.name.size()));
        const bool fits = each.type == FieldType::Text ? !field.isNumber : field.isNumber;
        const bool isTaken = std::any_of(kind.fields.begin(), kind.fields.end(),
                                         [&role](const ShapeField &other) { return other.role == role; });
        if (fits && each.type != FieldType::Levels && !isTaken)
            return role;
    }
    return {};
}

/// In the order that a kind's fields have everywhere: last, bid, ask.
int schemaPlace(RecordKind kind, const ShapeField &field)
{
    return RecordSchema::of(kind).indexOf(field.role.toStdString());
}

/// What it is about stands first, then what it says, when, and what is left out.
int placeOf(const ShapeField &field)
{
    return field.role.isEmpty()                  ? 3
           : field.role == QLatin1String("key")  ? 0
           : field.role == QLatin1String("time") ? 2
                                                 : 1;
}

} // namespace

SourceProbe::SourceProbe(QObject *parent)
    : QObject(parent)
    , m_lines({"number", "indent", "key", "value", "tail", "isText", "path", "note"})
    , m_fields({"isKind", "kind", "name", "path", "type", "role", "now", "rate", "chosen", "reason", "spark",
                "lag"})
{
    m_second.setInterval(1'000);
    connect(&m_second, &QTimer::timeout, this, &SourceProbe::guess);
    m_turn.setSingleShot(true);
    m_turn.callOnTimeout(this, [this] {
        if (m_ring)
            take(m_ring->take());
    });
}

SourceProbe::~SourceProbe()
{
    if (m_dashboard && m_ring)
        m_dashboard->pipeline().removeFrameTap(m_ring);
}

void SourceProbe::componentComplete()
{
    m_dashboard = Dashboard::of(this);
    if (m_dashboard) {
        // Later: the translator has to be there first.
        connect(&m_dashboard->preferences(), &Preferences::languageChanged, this, &SourceProbe::refresh,
                Qt::QueuedConnection);
        connect(&m_dashboard->preferences(), &Preferences::languageChanged, this,
                &SourceProbe::problemChanged, Qt::QueuedConnection);
        connect(&m_dashboard->frameClock(), &FrameClock::frame, this, [this] {
            if (m_ring && !m_turn.isActive())
                m_turn.start(TurnMs);
        });
    }
    const int wanted = std::exchange(m_sourceId, -1);
    setSourceId(wanted);
}

void SourceProbe::setSourceId(int id)
{
    if (m_sourceId == id)
        return;
    m_sourceId = id;
    if (m_dashboard && m_ring)
        m_dashboard->pipeline().removeFrameTap(m_ring);
    m_ring.reset();
    m_guess.clear();
    m_messages = m_guessed = 0;
    m_kinds.clear();
    m_proposed.clear();
    m_choosingKind = m_choosingPath = QString();
    m_corrections.clear();
    m_kindCorrections.clear();
    m_recordCorrections.clear();
    m_wanted = {};
    m_rewriting.reset();
    m_opening.reset();
    m_selectedRow = -1;
    m_firstKey.clear();
    m_newest.clear();
    m_lines.assign({});
    refresh();
    m_second.stop();
    if (m_dashboard && id >= 0) {
        m_ring = std::make_shared<FrameRing>(SourceId(id));
        m_dashboard->pipeline().addFrameTap(m_ring);
        m_second.start();
    }
    Q_EMIT sourceIdChanged();
}

void SourceProbe::take(const std::deque<TappedFrame> &frames)
{
    bool any = false;
    for (const TappedFrame &frame : frames) {
        if (frame.direction != TappedFrame::Direction::In)
            continue;
        any = true;
        ++m_messages;
        m_guess.add(frame.bytes, frame.arrivalNs);
        m_newest.push_front(frame);
        if (m_newest.size() > MessagesShown)
            m_newest.pop_back();
    }
    if (!any)
        return;
    if (m_guessed == 0 && !m_isGuessing)
        guess(); // the first look need not wait
    if (!m_held)
        showNewest();
    Q_EMIT changed();
}

void SourceProbe::guess()
{
    if (m_isGuessing || m_messages == m_guessed)
        return;
    m_isGuessing = true;
    m_guessed = m_messages;
    // The samples are shared, not copied; the thread has its own list of them.
    const auto samples = std::make_shared<const ShapeInference>(m_guess);
    if (m_rewriting)
        m_guess.clear();
    const bool isSeen = m_wanted.isSeen;
    m_wanted.isSeen = true;
    QThreadPool::globalInstance()->start([samples, rewriting = m_rewriting, isSeen, wanted = m_wanted.seen,
                                          self = QPointer<SourceProbe>(this)] {
        QByteArray seen = wanted;
        if (rewriting)
            rewriting->guess.addSeen(*samples, rewriting->reader, isSeen ? nullptr : &seen);
        const QList<ShapeKind> kinds = rewriting ? rewriting->guess.propose() : samples->propose();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, kinds, wanted, seen, rewriting] {
                if (!self)
                    return;
                self->m_isGuessing = false;
                if (self->m_rewriting == rewriting && self->m_wanted.seen == wanted)
                    self->m_wanted.seen = seen;
                self->show(kinds);
            },
            Qt::QueuedConnection);
    });
}

QString SourceProbe::correctionKey(const ShapeKind &kind, const QString &path) const
{
    return kind.name + u'\n' + path;
}

void SourceProbe::show(const QList<ShapeKind> &kinds)
{
    m_proposed = m_kinds = kinds;
    for (ShapeKind &kind : m_kinds) {
        if (const auto record = m_recordCorrections.constFind(kind.name);
            record != m_recordCorrections.cend())
            kind = ShapeInference::asRecord(std::move(kind), *record);
        kind.ignored = m_kindCorrections.value(kind.name, kind.ignored);
        for (ShapeField &field : kind.fields) {
            const auto corrected = m_corrections.constFind(correctionKey(kind, field.path));
            if (corrected != m_corrections.cend())
                field.role = *corrected;
        }
        std::stable_sort(kind.fields.begin(), kind.fields.end(),
                         [&kind](const ShapeField &a, const ShapeField &b) {
                             return std::pair(placeOf(a), schemaPlace(kind.record, a)) <
                                    std::pair(placeOf(b), schemaPlace(kind.record, b));
                         });
    }
    if (m_wanted.isUnseen && !m_wanted.pointer.isEmpty() && takeWanted())
        return show(kinds); // with what was wanted taken in
    refresh();
    selectWanted();
}

void SourceProbe::lookFor(InspectorModel *frames, const QString &pointer, const QString &word)
{
    const QString profile = ProfileWord::of(word).profile;
    m_wanted = {frames->currentBytes(), pointer, !profile.isEmpty() && profile != QLatin1String("raw"), true};
    const auto base = m_wanted.alone ? FeedProfile::named(profile) : Result<FeedProfile>(Error());
    if (base && (!base->embedded.empty() || !base->merges.empty())) {
        m_rewriting = std::make_shared<Rewriting>(*base);
        m_opening = std::make_unique<FieldTrace>(*base);
        m_wanted.isSeen = false;
    }
    take(frames->received(SourceId(m_sourceId), ShapeInference::MaxSamples));
}

/// Takes the wanted field in, once. A profile that knows its feed keeps its routes: beside them only this
/// field is proposed, with its key and its time. False where the guess does not see it (yet).
bool SourceProbe::takeWanted()
{
    const ShapePlace place = shapePlace(m_kinds, m_wanted.seen, m_wanted.pointer);
    if (place.field < 0)
        return false;
    m_wanted.isUnseen = false;
    const ShapeKind &kind = m_kinds.at(place.kind);
    const ShapeField &wanted = kind.fields[place.field];
    for (const ShapeKind &other : std::as_const(m_kinds)) {
        if (m_wanted.alone || &other == &kind)
            m_kindCorrections[other.name] = &other != &kind;
    }
    for (const ShapeField &other : kind.fields) {
        const bool isFrame = other.role == QLatin1String("key") || other.role == QLatin1String("time");
        if (m_wanted.alone && &other != &wanted && !isFrame)
            m_corrections[correctionKey(kind, other.path)] = QString();
    }
    const bool isReading = wanted.isNumber && (wanted.role.isEmpty() || kind.record == RecordKind::Book);
    if (m_wanted.alone && isReading) {
        m_recordCorrections[kind.name] = RecordKind::Sensor;
        m_corrections[correctionKey(kind, wanted.path)] = QStringLiteral("value");
    } else if (wanted.role.isEmpty()) {
        m_corrections[correctionKey(kind, wanted.path)] = freeRole(kind, wanted);
    }
    return true;
}

void SourceProbe::selectWanted()
{
    const ShapePlace place =
        m_wanted.pointer.isEmpty() ? ShapePlace() : shapePlace(m_kinds, m_wanted.seen, m_wanted.pointer);
    const auto row = place.field < 0 ? -1 : int(m_places.indexOf(place));
    if (m_selectedRow == row)
        return;
    m_selectedRow = row;
    Q_EMIT selectedRowChanged();
}

void SourceProbe::suggest()
{
    // It stays while the guess about its field does: a card that changes each second cannot be read.
    if (m_firstKey.isEmpty())
        m_firstKey = firstChartedKey(m_kinds);
    const QVariantList all = suggestedPanels(m_kinds, m_firstKey);
    if (m_suggestions == all)
        return;
    m_suggestions = all;
    Q_EMIT suggestionsChanged();
}

void SourceProbe::setProblem(std::function<QString()> problem)
{
    if (!m_problem && !problem)
        return;
    m_problem = std::move(problem);
    Q_EMIT problemChanged();
}

} // namespace alcedo
