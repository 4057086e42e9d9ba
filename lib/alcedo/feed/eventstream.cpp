// SPDX-License-Identifier: MIT
#include <alcedo/feed/eventstream.h>

#include <utility>

namespace alcedo {

bool EventStream::feed(QByteArrayView bytes, QList<QByteArray> &events)
{
    qsizetype begin = 0;
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        const char c = bytes[at];
        if (m_lineFeedOpen && c == '\n') { // the second half of CR LF
            m_lineFeedOpen = false;
            begin = at + 1;
            continue;
        }
        m_lineFeedOpen = false;
        // A lone CR ends a line of events, but may stand in a line of JSON's blanks.
        const bool isEnd = c == '\n' || (c == '\r' && m_form == Form::Events);
        if (!isEnd)
            continue;
        m_lineFeedOpen = c == '\r';
        m_rest.append(bytes.sliced(begin, at - begin));
        begin = at + 1;
        const QByteArray whole = std::exchange(m_rest, {});
        if (whole.size() > m_maxBytes)
            return false;
        line(whole, events);
        if (m_data.size() > m_maxBytes)
            return false;
    }
    m_rest.append(bytes.sliced(begin));
    return m_rest.size() <= m_maxBytes;
}

void EventStream::line(QByteArrayView text, QList<QByteArray> &events)
{
    if (m_first && text.startsWith("\xef\xbb\xbf"))
        text = text.sliced(3);
    m_first = false;
    if (m_form == Form::Lines) {
        const QByteArrayView trimmed = text.trimmed();
        if (!trimmed.isEmpty())
            events.append(trimmed.toByteArray());
        return;
    }
    if (text.isEmpty()) {
        m_lastId = m_id;
        if (m_hasData)
            events.append(m_data);
        m_data.clear();
        m_hasData = false;
        return;
    }
    const qsizetype colon = text.indexOf(':');
    const QByteArrayView field = colon < 0 ? text : text.first(colon);
    QByteArrayView value = colon < 0 ? QByteArrayView() : text.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    if (field == "data") {
        if (m_hasData)
            m_data += '\n';
        m_data.append(value);
        m_hasData = true;
    } else if (field == "id" && !value.contains('\0')) {
        m_id = value.toByteArray();
    }
}

} // namespace alcedo
