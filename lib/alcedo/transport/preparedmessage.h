// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/deflater.h>
#include <alcedo/transport/frame.h>

#include <QByteArray>
#include <vector>

namespace alcedo {

/// One message for many links: framed once, and compressed once for all links that agreed on the same terms
/// and keep no context. Frames are made when first asked for and shared. Thread: one at a time.
class PreparedMessage
{
public:
    PreparedMessage(Opcode opcode, QByteArray payload)
        : m_opcode(opcode)
        , m_payload(std::move(payload))
    {
    }
    [[nodiscard]] Opcode opcode() const { return m_opcode; }
    [[nodiscard]] const QByteArray &payload() const { return m_payload; }
    /// Unmasked and uncompressed: any peer may get it.
    [[nodiscard]] const QByteArray &plainFrame();
    /// Compressed on these terms; plain where that does not pay. Only with a Deflater that is stateless.
    [[nodiscard]] const QByteArray &deflatedFrame(Deflater &deflater);

private:
    struct Deflated
    {
        DeflateTerms terms;
        QByteArray frame;
    };
    const Opcode m_opcode;
    const QByteArray m_payload;
    QByteArray m_plain;
    std::vector<Deflated> m_deflated; // as many as there are terms in use: one or two
};

} // namespace alcedo
