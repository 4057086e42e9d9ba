// SPDX-License-Identifier: MIT
#include <alcedo/server/publicationrun.h>

#include <alcedo/wire/cbor.h>
#include <alcedo/wire/jsoncodec.h>

#include <algorithm>

namespace alcedo {

void PublicationRun::add(const StoredPublicationPtr &publication)
{
    m_cost += publication->cost();
    m_elementBytes += publication->element.size();
    m_publications.push_back(publication);
}

std::shared_ptr<PreparedMessage> PublicationRun::message(std::int64_t s, std::uint64_t prev,
                                                         const Encoding &encoding)
{
    const auto known = std::find_if(m_made.begin(), m_made.end(), [&](const Made &made) {
        return made.s == s && made.prev == prev && made.encoding == encoding;
    });
    if (known != m_made.end())
        return known->message;
    std::vector<QByteArray> elements;
    elements.reserve(m_publications.size());
    for (const StoredPublicationPtr &publication : m_publications)
        elements.push_back(publication->elementFor(encoding.times));
    QByteArray text;
    text.reserve(m_elementBytes + qint64(elements.size()) + 128);
    JsonCodec::appendData(text, s, prev, elements);
    auto message = encoding.format == Encoding::Format::Cbor
                       ? std::make_shared<PreparedMessage>(Opcode::Binary, cborFromJson(text))
                       : std::make_shared<PreparedMessage>(Opcode::Text, std::move(text));
    if (m_made.size() < MaxKept)
        m_made.push_back({s, prev, encoding, message});
    return message;
}

} // namespace alcedo
