// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/feed/feedtime.h>
#include <alcedo/feed/framerecording.h>
#include <commands/importcsv.h>

#include <QFile>
#include <QFileInfo>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <map>

namespace alcedo {

namespace {

using Row = std::vector<QByteArray>;

/// One row from `at` on, which moves behind it.
Row takeRow(const QByteArray &table, qsizetype &at, char separator)
{
    Row row(1);
    bool quoted = false;
    for (; at < table.size(); ++at) {
        const char c = table[at];
        if (quoted) {
            if (c != '"')
                row.back().append(c);
            else if (at + 1 < table.size() && table[at + 1] == '"')
                row.back().append(table[at++]);
            else
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == separator) {
            row.emplace_back();
        } else if (c == '\n') {
            ++at;
            break;
        } else if (c != '\r') {
            row.back().append(c);
        }
    }
    return row;
}

char separatorOf(const QByteArray &table)
{
    const QByteArray head = table.left(table.indexOf('\n'));
    char best = ',';
    for (const char c : {',', ';', '\t'})
        best = head.count(c) > head.count(best) ? c : best;
    return best;
}

std::string_view viewOf(const QByteArray &text)
{
    return {text.constData(), std::size_t(text.size())};
}

/// A bare number's unit by its size: seconds have ten digits these years. Nanoseconds have more digits than a
/// Decimal.
std::optional<std::int64_t> timeOf(const QByteArray &text)
{
    bool isInteger = false;
    const qlonglong integer = text.toLongLong(&isInteger);
    const auto number = isInteger ? std::nullopt : Decimal::parse(viewOf(text));
    if (!isInteger && !number)
        return parseTime(viewOf(text), TimeUnit::Rfc3339);
    const double size = std::abs(isInteger ? double(integer) : number->toDouble());
    return parseTime(viewOf(text), size > 1e17   ? TimeUnit::Nanoseconds
                                   : size > 1e14 ? TimeUnit::Microseconds
                                   : size > 1e11 ? TimeUnit::Milliseconds
                                                 : TimeUnit::Seconds);
}

std::uint8_t flagsOf(const QByteArray &names)
{
    std::uint8_t flags = 0;
    for (const QByteArray &name : names.split(' ')) {
        flags = std::uint8_t(flags | (name == "replayed"     ? RecordFlag::Replayed
                                      : name == "snapshot"   ? RecordFlag::Snapshot
                                      : name == "correction" ? RecordFlag::Correction
                                      : name == "removed"    ? RecordFlag::Removed
                                                             : 0));
    }
    return flags;
}

class CsvColumns
{
public:
    CsvColumns(const Row &header, const std::vector<Row> &sample);
    [[nodiscard]] bool isGood() const { return m_time >= 0 && (m_kind >= 0 || !m_values.empty()); }
    [[nodiscard]] QString text() const;
    /// Of an exported row; empty: the table does not say.
    [[nodiscard]] QString source(const Row &row) const
    {
        return m_source >= 0 && std::size_t(m_source) < row.size()
                   ? QString::fromUtf8(row[std::size_t(m_source)].left(200))
                   : QString();
    }
    /// Nothing where the row has no time or no value.
    bool add(const Row &row, RecordBatchBuilder &out, std::int64_t &timeNs) const;

private:
    [[nodiscard]] int named(std::initializer_list<const char *> names) const;
    void chooseValues(const std::vector<Row> &sample);
    bool addExported(const Row &row, RecordBatchBuilder &out, std::int64_t timeNs) const;
    Row m_header;
    int m_time = -1, m_key = -1, m_kind = -1, m_arrival = -1, m_flags = -1, m_source = -1;
    RecordKind m_record = RecordKind::Sensor;
    std::vector<std::pair<int, int>> m_values; ///< column and field
};

int CsvColumns::named(std::initializer_list<const char *> names) const
{
    for (const char *name : names) {
        for (std::size_t i = 0; i < m_header.size(); ++i) {
            if (m_header[i].trimmed().compare(name, Qt::CaseInsensitive) == 0)
                return int(i);
        }
    }
    return -1;
}

CsvColumns::CsvColumns(const Row &header, const std::vector<Row> &sample)
    : m_header(header)
{
    if (!m_header.empty() && m_header[0].startsWith("\xef\xbb\xbf"))
        m_header[0].remove(0, 3);
    m_time = named({"time_ns", "timestamp", "time", "datetime", "date", "ts"});
    for (std::size_t i = 0; m_time < 0 && i < m_header.size() && !sample.empty(); ++i) {
        const bool isTime = std::all_of(sample.begin(), sample.end(), [i](const Row &row) {
            return i < row.size() && parseTime(viewOf(row[i]), TimeUnit::Rfc3339);
        });
        m_time = isTime ? int(i) : -1;
    }
    m_key = named({"key", "symbol", "product_id", "instrument", "ticker", "sensor", "device", "name", "id"});
    m_kind = named({"kind"});
    m_arrival = named({"recv_ns"});
    m_flags = named({"flags"});
    m_source = m_kind >= 0 ? named({"source"}) : -1;
    if (m_kind < 0)
        chooseValues(sample);
}

void CsvColumns::chooseValues(const std::vector<Row> &sample)
{
    const auto take = [this](RecordKind kind, std::initializer_list<std::pair<const char *, int>> fields) {
        m_record = kind;
        for (const auto &[name, field] : fields) {
            if (const int column = named({name}); column >= 0)
                m_values.emplace_back(column, field);
        }
    };
    if (named({"open"}) >= 0 && named({"close"}) >= 0 && named({"high"}) >= 0 && named({"low"}) >= 0) {
        return take(RecordKind::Candle, {{"open", candle::Open},
                                         {"high", candle::High},
                                         {"low", candle::Low},
                                         {"close", candle::Close},
                                         {"volume", candle::Volume}});
    }
    if (named({"bid", "ask", "last", "price"}) >= 0) {
        return take(RecordKind::Quote, {{"last", quote::Last},
                                        {"price", quote::Last},
                                        {"bid", quote::Bid},
                                        {"ask", quote::Ask},
                                        {"bid_size", quote::BidSize},
                                        {"ask_size", quote::AskSize},
                                        {"volume", quote::Volume}});
    }
    for (int i = 0; i < int(m_header.size()); ++i) {
        const auto numbers = std::count_if(sample.begin(), sample.end(), [i](const Row &row) {
            return std::size_t(i) < row.size() && Decimal::parse(viewOf(row[std::size_t(i)]));
        });
        if (i != m_time && i != m_key && numbers * 2 > std::ptrdiff_t(sample.size()))
            m_values.emplace_back(i, sensor::Value);
    }
}

QString CsvColumns::text() const
{
    const auto name = [this](int column) {
        return QString::fromUtf8(m_header[std::size_t(column)].left(60));
    };
    if (m_kind >= 0)
        return QStringLiteral("records as exported");
    QStringList values;
    for (const auto &[column, field] : m_values)
        values << name(column);
    const std::string_view kind = RecordSchema::of(m_record).name;
    return QStringLiteral("time: %1; key: %2; %3: %4")
        .arg(name(m_time), m_key >= 0 ? name(m_key) : QStringLiteral("the column's name"),
             QString::fromLatin1(kind.data(), qsizetype(kind.size())), values.join(QStringLiteral(", ")));
}

bool CsvColumns::addExported(const Row &row, RecordBatchBuilder &out, std::int64_t timeNs) const
{
    const auto kind = RecordSchema::kindNamed(viewOf(row[std::size_t(m_kind)]));
    if (!kind)
        return false;
    const auto arrival = m_arrival >= 0 ? timeOf(row[std::size_t(m_arrival)]) : std::nullopt;
    out.begin(*kind, m_key >= 0 ? viewOf(row[std::size_t(m_key)]) : std::string_view(), timeNs,
              arrival.value_or(timeNs), m_flags >= 0 ? flagsOf(row[std::size_t(m_flags)]) : std::uint8_t(0));
    const RecordSchema &schema = RecordSchema::of(*kind);
    for (std::size_t i = 0; i < row.size(); ++i) {
        const int field = schema.indexOf(viewOf(m_header[i]));
        if (field < 0 || row[i].isEmpty())
            continue;
        const FieldType type = schema.fields[std::size_t(field)].type;
        if (type == FieldType::Text)
            out.set(field, viewOf(row[i]));
        else if (type == FieldType::Integer)
            out.set(field, std::int64_t(row[i].toLongLong()));
        else if (const auto number = Decimal::parse(viewOf(row[i])); number && type == FieldType::Decimal)
            out.set(field, *number);
    }
    return true;
}

bool CsvColumns::add(const Row &row, RecordBatchBuilder &out, std::int64_t &timeNs) const
{
    if (row.size() != m_header.size())
        return false;
    const auto time = timeOf(row[std::size_t(m_time)]);
    if (!time)
        return false;
    timeNs = *time;
    if (m_kind >= 0)
        return addExported(row, out, timeNs);
    const std::string_view key = m_key >= 0 ? viewOf(row[std::size_t(m_key)]) : std::string_view();
    bool any = false;
    for (const auto &[column, field] : m_values) {
        const auto number = Decimal::parse(viewOf(row[std::size_t(column)]));
        if (!number)
            continue;
        if (m_record == RecordKind::Sensor) {
            std::string name(key);
            if (m_key < 0 || m_values.size() > 1)
                name += (name.empty() ? "" : "/") + std::string(viewOf(m_header[std::size_t(column)]));
            out.begin(RecordKind::Sensor, name, timeNs, timeNs);
        } else if (!any) {
            out.begin(m_record, key, timeNs, timeNs);
        }
        out.set(field, *number);
        any = true;
    }
    return any;
}

} // namespace

Result<ImportResult> importCsv(const QString &path, const QString &name, ImportTarget &target)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::Io, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
    if (file.size() > FrameRecording::MaxBytes)
        return Error(ErrorCode::LimitExceeded, QStringLiteral("%1 is larger than 1 GiB").arg(path));
    const QByteArray table = file.readAll();
    const QString fileName = QFileInfo(path).fileName();
    const char separator = separatorOf(table);
    qsizetype at = 0;
    const Row header = takeRow(table, at, separator);
    constexpr std::size_t SampleRows = 50, MaxSources = 1'000;
    std::vector<Row> sample;
    for (qsizetype ahead = at; ahead < table.size() && sample.size() < SampleRows;)
        sample.push_back(takeRow(table, ahead, separator));
    const CsvColumns columns(header, sample);
    if (!columns.isGood())
        return Error(ErrorCode::Parse,
                     QStringLiteral("%1: no column is a time, or none has numbers").arg(fileName));
    std::map<QString, int> sources;
    const auto sourceOf = [&](const Row &row) {
        const QString own = columns.source(row);
        const auto [found, isNew] =
            sources.try_emplace(own.isEmpty() || sources.size() > MaxSources ? name : own, 0);
        if (isNew)
            found->second =
                target.writer().sourceId({0, found->first, QStringLiteral("import"), fileName, false, {}});
        return found->second;
    };
    ImportResult result{0, columns.text(), {}};
    RecordBatchBuilder builder;
    while (at < table.size()) {
        std::int64_t timeNs = 0;
        const Row row = takeRow(table, at, separator);
        if (row.size() == 1 && row[0].isEmpty())
            continue;
        result.bad += !columns.add(row, builder, timeNs);
        if (const RecordBatchPtr batch = builder.take(); batch && target.isNew())
            target.writer().add(*batch, sourceOf(row), batch->arrivalNs(0));
        if (const auto going = target.advanced(double(at) / double(table.size())); !going)
            return going.error();
    }
    return result;
}

} // namespace alcedo
