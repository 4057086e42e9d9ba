// SPDX-License-Identifier: GPL-3.0-or-later
#include "frametext.h"

#include "format.h"

#include <alcedo/feed/feedtime.h>

#include <QCoreApplication>
#include <array>

namespace alcedo {

namespace {

using Type = JsonTape::Type;

QString shown(std::string_view text, int most)
{
    const QString whole =
        QString::fromUtf8(text.data(), qsizetype(std::min<std::size_t>(text.size(), std::size_t(most) * 4)));
    const QString harmless = format::harmless(whole);
    return harmless.size() > most ? QString(harmless.left(most) + u'\u2026') : harmless;
}

/// "time in ms → 14:32:07.402", where a number or a text is a time of our days; else nothing.
QString timeNote(std::string_view text)
{
    constexpr std::int64_t Year2015 = 1'420'070'400, Year2060 = 2'840'140'800; // s
    static constexpr std::array Units{"s", "ms", "\u00B5s", "ns"};
    if (text.size() < 10 || text.size() > 40)
        return {};
    for (int unit = 0; unit <= int(TimeUnit::Rfc3339); ++unit) {
        const auto ns = parseTime(text, TimeUnit(unit));
        if (!ns || *ns / 1'000'000'000 < Year2015 || *ns / 1'000'000'000 > Year2060)
            continue;
        const QString clock =
            format::clockTime(std::chrono::nanoseconds(*ns), format::Precision::Milliseconds);
        return unit == int(TimeUnit::Rfc3339)
                   ? QCoreApplication::translate("alcedo::FrameText", "time \u2192 %1").arg(clock)
                   : QCoreApplication::translate("alcedo::FrameText", "time in %1 \u2192 %2")
                         .arg(QString::fromUtf8(Units[std::size_t(unit)]), clock);
    }
    return {};
}

QString escapedName(std::string_view name)
{
    return QString::fromUtf8(name.data(), qsizetype(name.size()))
        .replace(u'~', QLatin1String("~0"))
        .replace(u'/', QLatin1String("~1"));
}

} // namespace

QString FrameText::line(const QByteArray &bytes)
{
    const QByteArray head = bytes.left(MaxRowChars * 2);
    for (const char c : head) {
        if (static_cast<unsigned char>(c) < 9)
            return QString::fromLatin1(head.left(MaxRowChars / 3).toHex(' '));
    }
    return shown(std::string_view(head.data(), std::size_t(head.size())), MaxRowChars);
}

QString FrameText::sort(const QByteArray &bytes)
{
    // A look at the beginning, not a parse: this is done for each row on the screen, each frame.
    constexpr qsizetype Look = 240;
    static constexpr std::array Names{"\"type\"",   "\"channel\"", "\"topic\"",  "\"event\"",
                                      "\"feed\"",   "\"e\"",       "\"method\"", "\"op\"",
                                      "\"stream\"", "\"ev\"",      "\"action\""};
    const QByteArray head = bytes.left(Look);
    const auto behind = [&head](char wanted, qsizetype at) {
        while (at < head.size() && (head[at] == ' ' || head[at] == '\t'))
            ++at;
        return at < head.size() && head[at] == wanted ? at + 1 : head.size();
    };
    for (const char *name : Names) {
        const qsizetype at = head.indexOf(name);
        if (at < 0)
            continue;
        const qsizetype begin = behind('"', behind(':', at + qsizetype(qstrlen(name))));
        const qsizetype end = begin < head.size() ? head.indexOf('"', begin) : -1;
        if (end > begin)
            return shown(std::string_view(head.data() + begin, std::size_t(end - begin)), 40);
    }
    return bytes.size() <= 16 && !bytes.startsWith('{') && !bytes.startsWith('[') ? line(bytes) : QString();
}

/// keyChars: of the longest name of a value beside it, so that values stand below each other.
void FrameText::write(std::uint32_t node, int indent, int keyChars, const QString &path,
                      QList<QVariantList> &lines)
{
    const JsonTape::Node &value = m_tape[node];
    const bool inObject = node != 0 && m_tape[value.parent].type == Type::Object;
    const QString name = inObject ? QString(u'"' + shown(value.key, MaxValueChars) + u'"') : QString();
    const QString key = inObject && !value.isContainer() ? name.leftJustified(keyChars + 2) : name;
    const bool isLast = node == 0 || value.next >= m_tape[value.parent].next;
    const QString tail = isLast ? QString() : QStringLiteral(",");
    if (lines.size() >= MaxLines)
        return;
    const auto append = [&](const QString &text, const QString &end, bool isText, const QString &note) {
        lines.append({int(lines.size()) + 1, indent, key, text, end, isText, path, note});
    };
    if (!value.isContainer()) {
        const bool isText = value.type == Type::String;
        const QString text = shown(value.text, MaxValueChars);
        return append(isText ? QString(u'"' + text + u'"') : text, tail, isText, timeNote(value.text));
    }
    const bool isObject = value.type == Type::Object;
    if (value.count == 0)
        return append(isObject ? QStringLiteral("{}") : QStringLiteral("[]"), tail, false, {});
    append(isObject ? QStringLiteral("{") : QStringLiteral("["), {}, false, {});
    int index = 0, longest = 0;
    for (std::uint32_t child = node + 1; child < value.next; child = m_tape[child].next) {
        if (!m_tape[child].isContainer())
            longest =
                std::max(longest, int(std::min<std::size_t>(m_tape[child].key.size(), MaxAlignedChars)));
    }
    for (std::uint32_t child = node + 1; child < value.next; child = m_tape[child].next, ++index)
        write(child, indent + 1, longest,
              path + u'/' + (isObject ? escapedName(m_tape[child].key) : QString::number(index)), lines);
    if (lines.size() < MaxLines)
        lines.append({int(lines.size()) + 1, indent, QString(),
                      isObject ? QStringLiteral("}") : QStringLiteral("]"), tail, false, path, QString()});
}

QList<QVariantList> FrameText::pretty(const QByteArray &bytes)
{
    QList<QVariantList> lines;
    if (m_tape.parse(bytes)) {
        write(0, 0, 0, {}, lines);
    } else {
        const QString text = line(bytes);
        lines.append({1, 0, QString(), text, QString(), true, QString(), QString()});
    }
    return lines;
}

QString FrameText::prettyText(const QByteArray &bytes)
{
    QString text;
    for (const QVariantList &line : pretty(bytes)) {
        text += QString(line[1].toInt() * 2, u' ');
        if (!line[2].toString().isEmpty())
            text += line[2].toString().trimmed() + QLatin1String(": ");
        text += line[3].toString() + line[4].toString() + u'\n';
    }
    return text;
}

} // namespace alcedo
