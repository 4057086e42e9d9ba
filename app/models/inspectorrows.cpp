// SPDX-License-Identifier: GPL-3.0-or-later
// What the Inspector's rows and words say, and what leaves it: the clipboard, a recording's lines.
#include "correctedprofile.h"
#include "dashboard.h"
#include "format.h"
#include "inspectormodel.h"
#include "wording.h"

#include <alcedo/core/filephrases.h>
#include <alcedo/feed/recordjson.h>

#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QGuiApplication>
#include <QSaveFile>
#include <QSet>
#include <QStandardPaths>

namespace alcedo {

int InspectorModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

QVariant InspectorModel::data(const QModelIndex &index, int role) const
{
    const Shown *const shown = at(index.row());
    if (!shown && role < Qt::UserRole)
        return {};
    if (!shown)
        return role == BytesRole || role == DirectionRole ? QVariant(0)
               : role == CurrentRole                      ? QVariant(false)
                                                          : QVariant(QString());
    const bool isLink = shown->sort == Sort::Link;
    switch (role) {
    case TimeRole:
        return format::clockTime(std::chrono::nanoseconds(shown->frame.arrivalNs),
                                 format::Precision::Milliseconds);
    case DirectionRole:
        return int(shown->sort);
    case SourceRole:
        return m_names.value(shown->frame.source);
    case SortRole:
        return isLink ? tr("link") : FrameText::sort(shown->frame.bytes);
    case BytesRole:
        return isLink ? QString() : format::count(quint64(shown->frame.bytes.size()));
    case LagRole:
        return shown->sort == Sort::In ? lagText(*shown) : QString();
    case MessageRole:
        return FrameText::line(shown->frame.bytes);
    case CurrentRole:
        return shown->number == m_current;
    case DescriptionRole:
        return QString((shown->sort == Sort::Out ? tr("sent") : tr("received")) + u' ' +
                       m_names.value(shown->frame.source) + u' ' +
                       FrameText::line(shown->frame.bytes.left(80)));
    default:
        return {};
    }
}

QHash<int, QByteArray> InspectorModel::roleNames() const
{
    return {{TimeRole, "time"},       {DirectionRole, "direction"}, {SourceRole, "source"},
            {SortRole, "sort"},       {BytesRole, "bytes"},         {LagRole, "lag"},
            {MessageRole, "message"}, {CurrentRole, "current"},     {DescriptionRole, "description"}};
}

/// Clocks differ: a frame from a clock that runs ahead of ours has a lag below zero.
QString InspectorModel::lagText(const Shown &shown) const
{
    constexpr double Most = 99'999;
    if (shown.meaning != m_meaning.revision()) {
        shown.madeNs = m_meaning.timeOf(shown.frame.source, shown.frame.bytes);
        shown.meaning = m_meaning.revision();
    }
    if (!shown.madeNs)
        return {};
    const double lag = double(shown.frame.arrivalNs - *shown.madeNs) / 1e6;
    if (lag > Most || lag < -Most)
        return lag > 0 ? tr("> %1 s").arg(100)
                       : tr("< %1 s").arg(QString(QChar(0x2212)) + QStringLiteral("100"));
    return format::number(lag, lag < 100 && lag > -100 ? 1 : 0);
}

QString InspectorModel::detailTitle() const
{
    const Shown *const shown = current();
    if (!shown)
        return {};
    const QString sort = FrameText::sort(shown->frame.bytes), name = m_names.value(shown->frame.source);
    return sort.isEmpty() ? tr("%1, frame %2").arg(name, format::count(shown->number))
                          : tr("%1 / %2, frame %3").arg(name, sort, format::count(shown->number));
}

QString InspectorModel::detailFoot() const
{
    const Shown *const shown = current();
    if (!shown || shown->sort == Sort::Link)
        return {};
    const QString opcode = shown->frame.opcode == TappedFrame::Opcode::Text ? tr("text") : tr("binary");
    const QString time =
        format::clockTime(std::chrono::nanoseconds(shown->frame.arrivalNs), format::Precision::Milliseconds);
    return shown->sort == Sort::Out
               ? tr("%1 bytes, %2, sent %3, link %4")
                     .arg(format::count(quint64(shown->frame.bytes.size())), opcode, time)
                     .arg(shown->frame.link)
               : tr("%1 bytes, %2, arrived %3, link %4")
                     .arg(format::count(quint64(shown->frame.bytes.size())), opcode, time)
                     .arg(shown->frame.link);
}

QString InspectorModel::inText() const
{
    return format::count(m_in);
}

QString InspectorModel::outText() const
{
    return format::count(m_out);
}

QString InspectorModel::summary() const
{
    return tr("%1 kept, %2 pass; %3 went by unseen")
        .arg(format::count(m_frames.size()), format::count(m_passing.size()), format::count(m_dropped));
}

bool InspectorModel::canMap() const
{
    return current() && mapHint().isEmpty();
}

QString InspectorModel::mapHint() const
{
    const Shown *const shown = current();
    if (!shown)
        return {};
    if (shown->sort != Sort::In)
        return tr("Only what came in has fields to map.");
    if (!isMappable(m_meaning.wordOf(shown->frame.source)))
        return tr("This source has no profile: its records come typed.");
    return m_meaning.isPatch(shown->frame.source, shown->frame.bytes)
               ? tr("This is a patch to a document: its values stand elsewhere there. Write the route into "
                    "the "
                    "profile's file.")
               : QString();
}

/// A text that the source's profile opens stands open, and is said to be one.
QList<QVariantList> InspectorModel::linesOf(const Shown &shown)
{
    const QByteArray &bytes = shown.frame.bytes;
    QList<QVariantList> lines = m_text.pretty(bytes);
    const QByteArray opened =
        shown.sort == Sort::In ? m_meaning.opened(shown.frame.source, bytes) : QByteArray();
    if (opened.isEmpty())
        return lines;
    QSet<QString> texts;
    for (const QVariantList &line : std::as_const(lines)) {
        if (line[FrameText::IsText].toBool())
            texts.insert(line[FrameText::Path].toString());
    }
    lines = m_text.pretty(opened);
    for (QVariantList &line : lines) {
        // The first of its lines: its closing bracket has the same place.
        if (!line[FrameText::IsText].toBool() && texts.remove(line[FrameText::Path].toString()))
            line[FrameText::Note] = tr("a text, opened");
    }
    return lines;
}

int InspectorModel::currentSource() const
{
    const Shown *const shown = current();
    return shown ? int(shown->frame.source) : -1;
}

QString InspectorModel::currentSourceName() const
{
    const Shown *const shown = current();
    return shown ? m_names.value(shown->frame.source) : QString();
}

QByteArray InspectorModel::currentBytes() const
{
    const Shown *const shown = current();
    return shown ? shown->frame.bytes : QByteArray();
}

std::deque<TappedFrame> InspectorModel::received(SourceId source, std::size_t most) const
{
    std::deque<TappedFrame> frames;
    for (auto shown = m_frames.crbegin(); shown != m_frames.crend() && frames.size() < most; ++shown) {
        if (shown->sort == Sort::In && shown->frame.source == source)
            frames.push_front(shown->frame);
    }
    return frames;
}

int InspectorModel::rowWith(const QString &text) const
{
    const QByteArray bytes = text.toUtf8();
    for (int row = 0; row < m_rows; ++row) {
        const Shown *const shown = at(row);
        if (shown && shown->sort == Sort::In && shown->frame.bytes.contains(bytes))
            return row;
    }
    return -1;
}

QString InspectorModel::pathAt(int line) const
{
    const QString path = m_detail.value(line, "path").toString();
    const QString value = m_detail.value(line, "value").toString();
    static const QStringList Brackets{QStringLiteral("{"), QStringLiteral("}"),  QStringLiteral("["),
                                      QStringLiteral("]"), QStringLiteral("{}"), QStringLiteral("[]")};
    return Brackets.contains(value) ? QString() : path;
}

void InspectorModel::copy()
{
    if (const Shown *const shown = current())
        QGuiApplication::clipboard()->setText(m_text.prettyText(shown->frame.bytes));
}

QByteArray InspectorModel::lines() const
{
    QByteArray out;
    for (const Shown &shown : m_frames) {
        if (shown.sort == Sort::Link || !passes(shown))
            continue;
        const auto arrival = shown.frame.arrivalNs;
        out += R"({"ts":")" + QByteArray::number(qlonglong(arrival / 1'000'000'000)) + '.' +
               QByteArray::number(qlonglong(arrival / 1'000 % 1'000'000)).rightJustified(6, '0') +
               R"(","dir":")" + (shown.sort == Sort::In ? "recv" : "send") + R"(","conn":)";
        appendJsonString(out, m_names.value(shown.frame.source).toStdString());
        out += R"(,"raw":)";
        // What is no text goes through Latin-1, so that no byte is lost.
        const QString text = shown.frame.opcode == TappedFrame::Opcode::Text
                                 ? QString::fromUtf8(shown.frame.bytes)
                                 : QString::fromLatin1(shown.frame.bytes);
        appendJsonString(out, text.toStdString());
        out += "}\n";
    }
    return out;
}

QString InspectorModel::save()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString name = QStringLiteral("alcedo-frames-%1.jsonl")
                             .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")));
    QDir().mkpath(folder);
    QSaveFile file(folder + u'/' + name);
    const QByteArray text = lines();
    if (!file.open(QFile::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return tr("Not saved: %1").arg(worded(faultOf(file)));
    return tr("Saved %1").arg(file.fileName());
}

} // namespace alcedo
