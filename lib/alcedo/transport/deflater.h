// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/deflateoptions.h>

#include <QByteArray>
#include <QByteArrayView>
#include <memory>
#include <optional>

struct z_stream_s;

namespace alcedo {

/// Compresses whole messages (RFC 7692 7.2.1). A kept context is made with the first message; without one
/// nothing stays between messages: the thread's own is used, which all such links share. Thread: its own.
class Deflater
{
public:
    explicit Deflater(const DeflateTerms &terms);
    ~Deflater();
    Q_DISABLE_COPY_MOVE(Deflater)

    /// The message's one compressed payload; nothing where it should go as it is: smaller than the threshold,
    /// or larger compressed, or there is no memory.
    [[nodiscard]] std::optional<QByteArray> deflate(QByteArrayView message);
    /// Whether what this makes depends on nothing but the message, so that links with these terms may share
    /// it.
    [[nodiscard]] bool isStateless() const { return !m_terms.keepsContext; }
    [[nodiscard]] const DeflateTerms &terms() const { return m_terms; }

private:
    struct StreamEnd
    {
        void operator()(z_stream_s *stream) const;
    };
    using Stream = std::unique_ptr<z_stream_s, StreamEnd>;
    [[nodiscard]] static Stream makeStream(const DeflateTerms &terms);
    [[nodiscard]] static z_stream_s *sharedStream(const DeflateTerms &terms);

    const DeflateTerms m_terms;
    Stream m_stream;
};

} // namespace alcedo
