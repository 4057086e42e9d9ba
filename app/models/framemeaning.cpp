// SPDX-License-Identifier: GPL-3.0-or-later
#include "framemeaning.h"

#include "correctedprofile.h"
#include "shapewords.h"

#include <alcedo/feed/feedtime.h>

#include <QStringList>

namespace alcedo {

namespace {

/// Of a message of our own protocol: its first publication's. A batch of messages is an array.
std::optional<std::int64_t> publicationTime(const JsonTape &tape)
{
    constexpr std::size_t MostMillisecondDigits = 14; // until the year 5138
    auto path =
        JsonPath::parse(tape[0].type == JsonTape::Type::Array ? u"/0/params/pubs/0/1" : u"/params/pubs/0/1");
    const std::uint32_t node = path ? path->find(tape, 0) : JsonTape::None;
    if (node == JsonTape::None || tape[node].isContainer())
        return {};
    const std::string_view text = tape[node].text;
    return parseTime(text,
                     text.size() > MostMillisecondDigits ? TimeUnit::Nanoseconds : TimeUnit::Milliseconds);
}

} // namespace

void FrameMeaning::setSource(SourceId source, const QString &word)
{
    Known &known = m_known[source];
    if (known.word == word)
        return;
    ++m_revision;
    known = {word, nullptr, false};
}

FieldTrace *FrameMeaning::traceOf(SourceId source)
{
    const auto found = m_known.find(source);
    if (found == m_known.end())
        return nullptr;
    Known &known = found->second;
    if (!known.isRead) {
        known.isRead = true;
        const QString name = ProfileWord::of(known.word).profile;
        if (auto profile = name.isEmpty() ? Result<FeedProfile>(Error()) : FeedProfile::named(name))
            known.trace = std::make_unique<FieldTrace>(std::move(profile).value());
    }
    return known.trace.get();
}

std::optional<std::int64_t> FrameMeaning::timeOf(SourceId source, const QByteArray &frame)
{
    ++m_timesRead;
    if (frame.size() > MaxBytes)
        return {};
    if (FieldTrace *const trace = traceOf(source))
        return trace->timeOf(frame);
    return m_tape.parse(frame) ? publicationTime(m_tape) : std::nullopt;
}

QString FrameMeaning::wordOf(SourceId source) const
{
    const auto found = m_known.find(source);
    return found == m_known.end() ? QString() : found->second.word;
}

QByteArray FrameMeaning::opened(SourceId source, const QByteArray &frame)
{
    FieldTrace *const trace = frame.size() > MaxBytes ? nullptr : traceOf(source);
    return trace ? trace->opened(frame) : QByteArray();
}

bool FrameMeaning::isPatch(SourceId source, const QByteArray &frame)
{
    FieldTrace *const trace = frame.size() > MaxBytes ? nullptr : traceOf(source);
    return trace && trace->isPatch(frame);
}

QHash<QString, QString> FrameMeaning::fieldsOf(SourceId source, const QByteArray &frame)
{
    QHash<QString, QString> fields;
    FieldTrace *const trace = frame.size() > MaxBytes ? nullptr : traceOf(source);
    if (!trace)
        return fields;
    for (const TracedField &traced : trace->fields(frame)) {
        const QString name = shapewords::role(traced.field);
        QString &all = fields[traced.pointer];
        if (all.isEmpty())
            all = name;
        else if (!all.split(QLatin1String(", ")).contains(name))
            all += QLatin1String(", ") + name;
    }
    return fields;
}

} // namespace alcedo
