// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace alcedo {

/// Cuts server-sent events out of a stream (HTML, 9.2.6), or lines where it is none. Pure; bytes may come in
/// any pieces.
class EventStream
{
public:
    enum class Form { Events, Lines };
    /// maxBytes: of one event or line; a longer one makes the stream unreadable.
    EventStream(Form form, qint64 maxBytes)
        : m_form(form)
        , m_maxBytes(maxBytes)
    {
    }
    /// The data of the events that are whole now. False where one is too long.
    [[nodiscard]] bool feed(QByteArrayView bytes, QList<QByteArray> &events);
    /// The id to be named when the stream is asked for again; empty where there is none.
    [[nodiscard]] const QByteArray &lastId() const { return m_lastId; }

private:
    void line(QByteArrayView text, QList<QByteArray> &events);

    Form m_form;
    qint64 m_maxBytes;
    QByteArray m_rest; ///< the line that is not whole yet
    QByteArray m_data, m_id, m_lastId;
    bool m_hasData = false;
    bool m_first = true;         ///< a byte order mark may come
    bool m_lineFeedOpen = false; ///< the last byte was a carriage return
};

} // namespace alcedo
