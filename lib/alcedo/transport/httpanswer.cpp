// SPDX-License-Identifier: MIT
#include <alcedo/core/post.h>
#include <alcedo/transport/listener.h>

#include <atomic>

namespace alcedo {

/// What all copies of an answer share; its end is the end of the last one.
struct HttpAnswer::Last
{
    explicit Last(std::shared_ptr<Owner> to)
        : owner(std::move(to))
    {
    }
    ~Last() { give({503, "no answer\n", "text/plain; charset=utf-8", {}}); }
    void give(const HttpResponse &response)
    {
        if (!given.exchange(true))
            owner->pass(response);
    }
    const std::shared_ptr<Owner> owner;
    std::atomic<bool> given{false};
};

HttpAnswer::HttpAnswer(std::shared_ptr<Owner> owner)
    : m_last(std::make_shared<Last>(std::move(owner)))
{
}

void HttpAnswer::operator()(const HttpResponse &response) const
{
    m_last->give(response);
}

void HttpAnswer::Owner::leave()
{
    const std::lock_guard lock(m_mutex);
    m_owner = nullptr;
}

void HttpAnswer::Owner::pass(const HttpResponse &response)
{
    const std::lock_guard lock(m_mutex);
    if (m_owner)
        post(m_owner, [give = m_give, response] { give(response); });
}

} // namespace alcedo
