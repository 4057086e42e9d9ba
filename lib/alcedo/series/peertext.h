// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <string_view>

namespace alcedo {

/// Text of a peer as a QString of at most maxBytes of it (UTF-8), so that one record cannot fill the memory.
/// A cut falls between characters; broken UTF-8 becomes U+FFFD.
inline QString peerText(std::string_view text, std::size_t maxBytes)
{
    if (text.size() > maxBytes) {
        std::size_t end = maxBytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        text = text.substr(0, end);
    }
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

/// Changes a field only where the text is another, which is rare: no allocation otherwise.
inline void setPeerText(QString &field, std::string_view text, std::size_t maxBytes)
{
    if (!text.empty() &&
        QAnyStringView(field) != QAnyStringView(QUtf8StringView(text.data(), qsizetype(text.size()))))
        field = peerText(text, maxBytes);
}

} // namespace alcedo
