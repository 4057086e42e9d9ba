// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringView>
#include <cstdint>

namespace alcedo {

/// Appends JSON to a buffer, commas included; allocates nothing of its own. The caller keeps begin and end in
/// pairs. Text is escaped as RFC 8259 section 7 asks; half a surrogate pair becomes U+FFFD.
class JsonWriter
{
public:
    explicit JsonWriter(QByteArray &out)
        : m_out(out)
    {
    }
    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    /// name: plain ASCII that needs no escaping.
    JsonWriter &key(QByteArrayView name);
    JsonWriter &number(std::int64_t value);
    JsonWriter &number(std::uint64_t value);
    JsonWriter &number(int value) { return number(std::int64_t(value)); }
    /// Shortest text that reads back the same; null where not finite.
    JsonWriter &number(double value);
    JsonWriter &text(QStringView value);
    JsonWriter &boolean(bool value) { return raw(value ? QByteArrayView("true") : QByteArrayView("false")); }
    JsonWriter &null() { return raw("null"); }
    /// A JSON value as it is; an empty one is written as null.
    JsonWriter &raw(QByteArrayView json);

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    void separate();
    void escape(char16_t c);

    QByteArray &m_out;
    bool m_commaDue = false;
};

} // namespace alcedo
