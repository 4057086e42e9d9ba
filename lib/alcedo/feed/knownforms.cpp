// SPDX-License-Identifier: MIT
#include <alcedo/feed/knownforms.h>

#include <algorithm>
#include <utility>

namespace alcedo {

namespace {

constexpr std::int64_t MostSaved = 1 << 20; // so that a form whose time has passed is forgotten in the end
constexpr std::int64_t Worthless = -(1 << 14);
constexpr std::uint32_t MaxPatience = 1 << 16;

} // namespace

MessageForm::Reading KnownForms::read(QByteArrayView message, std::int64_t arrivalNs, RecordBatchBuilder &out)
{
    for (std::size_t i = 0; i < m_forms.size(); ++i) {
        const auto reading = m_forms[i].form->read(message, arrivalNs, out);
        if (reading.records > 0) {
            m_forms[i].saved = std::min(m_forms[i].saved + std::int64_t(message.size()), MostSaved);
            m_patience = 1;
            if (i > 0)
                std::swap(m_forms[i], m_forms.front());
            return reading;
        }
        m_forms[i].saved -= std::int64_t(reading.bytes);
    }
    std::erase_if(m_forms, [](const Known &one) { return one.saved < Worthless; });
    return {};
}

bool KnownForms::isCurious()
{
    if (++m_passed < m_patience)
        return false;
    m_passed = 0;
    return true;
}

void KnownForms::add(std::unique_ptr<MessageForm> form)
{
    m_patience = std::min(m_patience * 2, MaxPatience); // until one of them is met again
    if (!form)
        return;
    if (m_forms.size() == MaxForms)
        m_forms.erase(std::min_element(m_forms.begin(), m_forms.end(),
                                       [](const Known &a, const Known &b) { return a.saved < b.saved; }));
    m_forms.push_back({std::move(form), 0});
}

} // namespace alcedo
