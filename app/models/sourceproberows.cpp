// SPDX-License-Identifier: GPL-3.0-or-later
// What a probe shows: the arriving messages line by line, and the proposed fields row by row.
#include "dashboard.h"
#include "format.h"
#include "shapewords.h"
#include "sourceprobe.h"
#include "sparkshape.h"

#include <algorithm>

namespace alcedo {

using namespace std::chrono_literals;

namespace {

constexpr int LinesAMessage = 40;
constexpr int FieldsAKind = 24;

} // namespace

void SourceProbe::showNewest()
{
    QList<QVariantList> all;
    for (const TappedFrame &frame : m_newest) {
        const QString head =
            format::clockTime(std::chrono::nanoseconds(frame.arrivalNs), format::Precision::Milliseconds);
        all.append({0, -1, head, FrameText::sort(frame.bytes),
                    tr("%1 bytes").arg(format::count(quint64(frame.bytes.size()))), false, QString(),
                    QString()});
        const QByteArray opened = m_opening ? m_opening->opened(frame.bytes) : QByteArray();
        all.append(m_text.pretty(opened.isEmpty() ? frame.bytes : opened).mid(0, LinesAMessage));
    }
    m_lines.assign(all);
}

QVariantList SourceProbe::rowOf(const ShapeKind &kind) const
{
    return {true,
            kind.ignored ? tr("left out") : shapewords::record(kind.record),
            shapewords::name(kind),
            shapewords::conditions(kind),
            QString(),
            QString(),
            QString(),
            format::messageRate(kind.rate),
            !kind.ignored,
            shapewords::reasons(kind),
            QVariant::fromValue(SparkShape()),
            QString()};
}

QVariantList SourceProbe::rowOf(const ShapeKind &kind, const ShapeField &field) const
{
    return {false,
            QString(),
            format::harmless(field.path.startsWith(u'/') ? field.path.mid(1) : field.path),
            field.path,
            shapewords::type(field),
            shapewords::role(kind, field),
            shapewords::now(field),
            field.rate > 0 ? tr("%1 /s").arg(format::rateFigure(field.rate)) : QString(),
            !field.role.isEmpty(),
            field.reason ? shapewords::reason(*field.reason) : QString(),
            QVariant::fromValue(SparkShape::of(field.recent)),
            lagText(field)};
}

/// A message's age when it came. Clocks differ: one that runs ahead of ours is said to, not shown as a wait.
QString SourceProbe::lagText(const ShapeField &field) const
{
    if (!field.lagNs || field.role != QLatin1String("time"))
        return {};
    const std::chrono::nanoseconds lag(*field.lagNs), size = lag < 0ns ? -lag : lag;
    const QString text = size < 60s ? format::latency(size) : format::duration(size);
    return lag < 0ns ? tr("ahead %1").arg(text) : tr("lag %1").arg(text);
}

void SourceProbe::refresh()
{
    QList<QVariantList> rows;
    m_places.clear();
    for (int k = 0; k < m_kinds.size(); ++k) {
        const ShapeKind &kind = m_kinds[k];
        rows.append(rowOf(kind));
        m_places.append({k, -1});
        if (kind.ignored)
            continue;
        for (int f = 0; f < std::min<qsizetype>(kind.fields.size(), FieldsAKind); ++f) {
            rows.append(rowOf(kind, kind.fields[f]));
            m_places.append({k, f});
        }
        for (const ShapeKind::Levels &levels : kind.levels) {
            rows.append({false, QString(), format::harmless(levels.each), levels.each, tr("levels"),
                         levels.side.startsWith(u'/') ? tr("bid and ask") : shapewords::role(levels.side),
                         QString(), QString(), true, QString(), QVariant::fromValue(SparkShape()),
                         QString()});
            m_places.append({k, -2});
        }
    }
    m_fields.assign(rows);
    suggest();
    Q_EMIT changed();
}

QString SourceProbe::summary() const
{
    const auto kinds =
        std::count_if(m_kinds.begin(), m_kinds.end(), [](const ShapeKind &kind) { return !kind.ignored; });
    return m_kinds.isEmpty() ? tr("nothing to read yet")
                             : tr("record kinds: %1, read from %2 messages")
                                   .arg(kinds)
                                   .arg(format::count(quint64(m_messages)));
}

} // namespace alcedo
