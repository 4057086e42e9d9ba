// SPDX-License-Identifier: MIT
#include <alcedo/transport/preparedmessage.h>

#include <algorithm>

namespace alcedo {

const QByteArray &PreparedMessage::plainFrame()
{
    if (m_plain.isEmpty())
        m_plain = encodeFrame(m_opcode, m_payload);
    return m_plain;
}

const QByteArray &PreparedMessage::deflatedFrame(Deflater &deflater)
{
    Q_ASSERT(deflater.isStateless());
    const DeflateTerms &terms = deflater.terms();
    const auto same = [&](const Deflated &other) {
        return other.terms.windowBits == terms.windowBits && other.terms.memoryLevel == terms.memoryLevel &&
               other.terms.level == terms.level && other.terms.threshold == terms.threshold;
    };
    const auto found = std::find_if(m_deflated.begin(), m_deflated.end(), same);
    if (found != m_deflated.end())
        return found->frame;
    const std::optional<QByteArray> compressed = deflater.deflate(m_payload);
    m_deflated.push_back(
        {terms, compressed ? encodeFrame(m_opcode, *compressed, PayloadForm::Deflated) : plainFrame()});
    return m_deflated.back().frame;
}

} // namespace alcedo
