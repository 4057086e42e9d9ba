// SPDX-License-Identifier: GPL-3.0-or-later
#include "inspectormodel.h"

#include "dashboard.h"
#include "format.h"

#include <algorithm>

namespace alcedo {

InspectorModel::InspectorModel(QObject *parent)
    : QAbstractListModel(parent)
    , m_detail({"number", "indent", "key", "value", "tail", "isText", "path", "note", "mapped"})
{
}

InspectorModel::~InspectorModel()
{
    if (m_dashboard && m_ring)
        m_dashboard->pipeline().removeFrameTap(m_ring);
}

void InspectorModel::componentComplete()
{
    m_dashboard = Dashboard::of(this);
    if (!m_dashboard)
        return;
    connect(&m_dashboard->pipeline(), &Pipeline::statusChanged, this, &InspectorModel::onStatus);
    // A list of texts that nobody can read at 60 a second would cost the dashboard its frames.
    const auto takeAll = [this] {
        if (m_ring)
            take(m_ring->take(), m_ring->dropped());
    };
    m_turn.setSingleShot(true);
    m_turn.callOnTimeout(this, takeAll);
    connect(&m_dashboard->frameClock(), &FrameClock::frame, this, [this] {
        if (m_ring && !m_turn.isActive())
            m_turn.start(TurnMs);
    });
    for (const SourceStatus &status : m_dashboard->pipeline().statuses())
        onStatus(status);
    const bool wanted = std::exchange(m_active, false);
    setActive(wanted);
}

void InspectorModel::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    if (m_dashboard && active) {
        m_ring = std::make_shared<FrameRing>();
        m_dashboard->pipeline().addFrameTap(m_ring);
    } else if (m_dashboard && m_ring) {
        m_dashboard->pipeline().removeFrameTap(m_ring);
        m_ring.reset();
    }
    Q_EMIT activeChanged();
}

void InspectorModel::onStatus(const SourceStatus &status)
{
    setSourceName(status.id, status.name);
    setSourceWord(status.id, m_dashboard->sourceWord(int(status.id)));
    LinkSeen &seen = m_links[status.id];
    const LinkState state = status.link.state;
    const bool wasOpen = seen.state == LinkState::Live || seen.state == LinkState::Stalled ||
                         seen.state == LinkState::Greeting;
    const bool isOpen =
        state == LinkState::Live || state == LinkState::Stalled || state == LinkState::Greeting;
    if (m_active && isOpen && !wasOpen)
        addLink(status.id, "open");
    if (m_active && wasOpen && !isOpen) {
        const CloseInfo close = status.link.lastClose.value_or(CloseInfo());
        addLink(status.id,
                QByteArray("close " + QByteArray::number(close.code) + ' ' + close.reason.toUtf8()));
    }
    if (m_active && status.link.roundTrip && seen.roundTrip != status.link.roundTrip)
        addLink(status.id,
                QByteArray("ping, pong after " + format::latency(*status.link.roundTrip).toUtf8()));
    seen = {state, status.link.roundTrip};
}

void InspectorModel::addLink(SourceId source, const QByteArray &what)
{
    Shown shown;
    shown.frame.source = source;
    shown.frame.bytes = what;
    shown.frame.arrivalNs = m_dashboard ? m_dashboard->clock().wall().count() : 0;
    shown.sort = Sort::Link;
    keep(std::move(shown));
}

void InspectorModel::take(std::deque<TappedFrame> frames, quint64 dropped)
{
    const bool countsMoved = !frames.empty() || m_dropped != dropped;
    m_dropped = dropped;
    for (TappedFrame &frame : frames) {
        const bool isIn = frame.direction == TappedFrame::Direction::In;
        ++(isIn ? m_in : m_out);
        keep({std::move(frame), 0, isIn ? Sort::In : Sort::Out});
    }
    if (!countsMoved)
        return;
    if (!m_held)
        refresh();
    Q_EMIT countsChanged();
}

void InspectorModel::keep(Shown &&shown)
{
    shown.number = m_next++;
    m_bytes += shown.frame.bytes.size();
    if (passes(shown))
        m_passing.push_back(shown.number);
    m_frames.push_back(std::move(shown));
    // While held, what the rows show stays; the bound holds all the same.
    while (m_frames.size() > MaxFrames || m_bytes > MaxBytes) {
        m_bytes -= m_frames.front().frame.bytes.size();
        if (!m_passing.empty() && m_passing.front() == m_frames.front().number)
            m_passing.pop_front();
        m_frames.pop_front();
    }
}

void InspectorModel::readFilter()
{
    m_words = {};
    for (const QString &word : m_filter.split(u' ', Qt::SkipEmptyParts)) {
        if (word.startsWith(QLatin1String("source:")))
            m_words.sources = word.mid(7).split(u',', Qt::SkipEmptyParts);
        else if (word == QLatin1String("in") || word == QLatin1String("out") || word == QLatin1String("link"))
            (word == QLatin1String("in")    ? m_words.in
             : word == QLatin1String("out") ? m_words.out
                                            : m_words.link) = true;
        else
            m_words.parts += word.toUtf8().toLower();
    }
}

bool InspectorModel::passes(const Shown &shown) const
{
    if ((m_words.in || m_words.out || m_words.link) &&
        !((m_words.in && shown.sort == Sort::In) || (m_words.out && shown.sort == Sort::Out) ||
          (m_words.link && shown.sort == Sort::Link)))
        return false;
    if (!m_words.sources.isEmpty() && !m_words.sources.contains(m_names.value(shown.frame.source)))
        return false;
    if (m_words.parts.isEmpty())
        return true;
    const QByteArray text = shown.frame.bytes.toLower();
    return std::all_of(m_words.parts.begin(), m_words.parts.end(),
                       [&text](const QByteArray &part) { return text.contains(part); });
}

void InspectorModel::refilter()
{
    readFilter();
    m_passing.clear();
    for (const Shown &shown : m_frames) {
        if (passes(shown))
            m_passing.push_back(shown.number);
    }
    refresh();
}

// Rows are places: more of them only until the list is full, then one dataChanged for all.
void InspectorModel::refresh()
{
    const int rows = int(std::min<std::size_t>(m_passing.size(), MaxRows));
    m_list.assign(m_passing.rbegin(), m_passing.rbegin() + rows);
    if (rows > m_rows) {
        beginInsertRows({}, m_rows, rows - 1);
        m_rows = rows;
        endInsertRows();
    } else if (rows < m_rows) {
        beginRemoveRows({}, rows, m_rows - 1);
        m_rows = rows;
        endRemoveRows();
    }
    if (m_rows > 0)
        Q_EMIT dataChanged(index(0), index(m_rows - 1));
    Q_EMIT countChanged();
    if (m_current)
        Q_EMIT currentChanged();
}

const InspectorModel::Shown *InspectorModel::at(int row) const
{
    if (row < 0 || row >= int(m_list.size()) || m_frames.empty())
        return nullptr;
    const quint64 number = m_list[std::size_t(row)], first = m_frames.front().number;
    return number >= first && number - first < m_frames.size() ? &m_frames[std::size_t(number - first)]
                                                               : nullptr;
}

const InspectorModel::Shown *InspectorModel::current() const
{
    if (m_current == 0 || m_frames.empty() || m_current < m_frames.front().number)
        return nullptr;
    const std::size_t place = std::size_t(m_current - m_frames.front().number);
    return place < m_frames.size() ? &m_frames[place] : nullptr;
}

int InspectorModel::currentRow() const
{
    const auto found = std::find(m_list.begin(), m_list.end(), m_current);
    return m_current == 0 || found == m_list.end() ? -1 : int(found - m_list.begin());
}

void InspectorModel::setCurrentRow(int row)
{
    const Shown *const shown = at(row);
    const quint64 number = shown ? shown->number : 0;
    if (number == m_current)
        return;
    m_current = number;
    if (number)
        setHeld(true);
    showDetail();
    if (m_rows > 0)
        Q_EMIT dataChanged(index(0), index(m_rows - 1), {CurrentRole});
    Q_EMIT currentChanged();
}

void InspectorModel::showDetail()
{
    const Shown *const shown = current();
    QList<QVariantList> lines = shown ? linesOf(*shown) : QList<QVariantList>();
    QHash<QString, QString> mapped;
    if (shown && shown->sort == Sort::In)
        mapped = m_meaning.fieldsOf(shown->frame.source, shown->frame.bytes);
    const bool isKnown = !mapped.isEmpty();
    for (QVariantList &line : lines) {
        // Numbers that only look like times: a profile that reads the message knows which are.
        if (isKnown && !line[FrameText::IsText].toBool() &&
            !mapped.contains(line[FrameText::Path].toString()))
            line[FrameText::Note] = QString();
        // A container's own line and its end have one place: what is read of it is said once.
        const QString path = line[FrameText::Path].toString();
        line.append(mapped.value(path));
        mapped.remove(path);
    }
    m_detail.assign(lines);
}

void InspectorModel::setHeld(bool held)
{
    if (m_held == held)
        return;
    m_held = held;
    if (!held) {
        m_current = 0;
        showDetail();
        refresh();
        Q_EMIT currentChanged();
    }
    Q_EMIT heldChanged();
}

void InspectorModel::setFilter(const QString &filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    refilter();
    Q_EMIT filterChanged();
    Q_EMIT countsChanged();
}

void InspectorModel::setSourceName(SourceId id, const QString &name)
{
    m_names[id] = format::harmless(name);
}

void InspectorModel::setSourceWord(SourceId id, const QString &word)
{
    m_meaning.setSource(id, word);
}

void InspectorModel::clear()
{
    m_frames.clear();
    m_passing.clear();
    m_bytes = 0;
    m_current = 0;
    showDetail();
    refresh();
    Q_EMIT currentChanged();
    Q_EMIT countsChanged();
}

} // namespace alcedo
