// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/deflateoptions.h>

#include <QByteArray>
#include <QByteArrayView>
#include <memory>

struct z_stream_s;

namespace alcedo {

/// Inflates whole messages (RFC 7692 7.2.2), within bounds. Where the peer keeps its context, ours is made
/// with the first message; else the thread's own serves. Thread: its own.
class Inflater
{
public:
    enum class Outcome { Done, TooLarge, Corrupt };

    explicit Inflater(const DeflateTerms &terms);
    ~Inflater();
    Q_DISABLE_COPY_MOVE(Inflater)

    /// The message, at most maxBytes of it, goes to out. After anything but Done this must not be used again.
    [[nodiscard]] Outcome inflate(QByteArrayView compressed, qint64 maxBytes, QByteArray &out);
    [[nodiscard]] const DeflateTerms &terms() const { return m_terms; }

private:
    struct StreamEnd
    {
        void operator()(z_stream_s *stream) const;
    };
    using Stream = std::unique_ptr<z_stream_s, StreamEnd>;
    [[nodiscard]] static Stream makeStream(int windowBits);
    [[nodiscard]] static z_stream_s *sharedStream();

    const DeflateTerms m_terms;
    Stream m_stream;
};

} // namespace alcedo
