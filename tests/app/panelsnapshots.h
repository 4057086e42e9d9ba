// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/store.h>

#include <QStringList>

namespace alcedo::test {

inline Decimal decimal(const char *text)
{
    return *Decimal::parse(text);
}

inline constexpr std::int64_t SecondNs = 1'000'000'000;
inline constexpr std::int64_t StartNs = 1'700'000'000 * SecondNs;

/// A snapshot made by hand: keys and quotes of one source, changed and handed to a model as the frames would.
class Snapshots
{
public:
    explicit Snapshots(const QStringList &names, SourceId source = 1)
    {
        m_snapshot.wallNs = StartNs;
        m_snapshot.revision = 1;
        for (const QString &name : names)
            add(name, source);
    }

    void add(const QString &name, SourceId source = 1)
    {
        auto keys = std::make_shared<std::vector<QString>>(m_snapshot.keys ? *m_snapshot.keys
                                                                           : std::vector<QString>());
        keys->push_back(name);
        m_snapshot.keys = keys;
        QuoteState quote;
        quote.source = source;
        quote.key = std::uint32_t(keys->size() - 1);
        quote.timeNs = quote.arrivalNs = m_snapshot.wallNs;
        quote.revision = ++m_snapshot.revision;
        quote.lineSeries = std::uint32_t(m_snapshot.lines.size());
        m_snapshot.lines.emplace_back();
        m_snapshot.quotes.push_back(quote);
    }
    /// A new last price (and what the caller changes of it) in a new revision.
    QuoteState &quote(std::size_t at)
    {
        QuoteState &quote = m_snapshot.quotes[at];
        quote.revision = ++m_snapshot.revision;
        quote.timeNs = quote.arrivalNs = m_snapshot.wallNs;
        return quote;
    }
    void setLast(std::size_t at, const char *text) { quote(at).last = decimal(text); }
    void passTime(std::int64_t ns) { m_snapshot.wallNs += ns; }
    Snapshot &operator*() { return m_snapshot; }
    Snapshot *operator->() { return &m_snapshot; }

private:
    Snapshot m_snapshot;
};

} // namespace alcedo::test
