// SPDX-License-Identifier: MIT
#include <alcedo/server/polllinks.h>

#include <alcedo/core/post.h>
#include <alcedo/server/doorkeeper.h>
#include <alcedo/server/httproutes.h>
#include <alcedo/wire/message.h>

#include <QRandomGenerator>
#include <QUrlQuery>

namespace alcedo {

namespace {

constexpr QByteArrayView SendPath("/poll/send"), ReceivePath("/poll/receive");

/// 128 bits: whoever has it is the link.
QByteArray newLinkName()
{
    QByteArray bytes(16, Qt::Uninitialized);
    QRandomGenerator::system()->generate(bytes.begin(), bytes.end());
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray queryItem(const HttpRequest &request, const char *name)
{
    const qsizetype mark = request.target.indexOf('?');
    const QUrlQuery query(mark < 0 ? QString() : QString::fromLatin1(request.target.mid(mark + 1)));
    return query.queryItemValue(QString::fromLatin1(name)).toLatin1();
}

} // namespace

PollLinks::PollLinks(Doorkeeper &door, Clock &clock)
    : m_door(door)
    , m_clock(clock)
{
}

bool PollLinks::isPoll(const HttpRequest &request)
{
    const QByteArray path = request.path();
    return path == SendPath || path == ReceivePath;
}

HttpResponse PollLinks::answer(const HttpRequest &request, const Opened &opened)
{
    const bool isSend = request.path() == SendPath;
    if (request.method != (isSend ? "POST" : "GET"))
        return plainAnswer(405, isSend ? "POST only" : "GET only", {{"Allow", isSend ? "POST" : "GET"}});
    const QByteArray name = queryItem(request, "session");
    // Requests of an open link are its messages, which the session counts.
    using Kind = Doorkeeper::Kind;
    if (auto refusal = m_door.judge(request, name.isEmpty() ? Kind::Handshake : Kind::OfALink))
        return *refusal;
    if (name.isEmpty())
        return isSend ? open(request, opened) : plainAnswer(400, "no session");
    if (!isSend) {
        const quint64 after = queryItem(request, "after").toULongLong();
        return bring(name,
                     [after](PollTransport &link, const HttpAnswer &answer) { link.give(after, answer); });
    }
    if (!queryItem(request, "close").isEmpty())
        return bring(name, [](PollTransport &link, const HttpAnswer &answer) { link.leave(answer); });
    bool isNumber = false;
    const quint64 number = queryItem(request, "seq").toULongLong(&isNumber);
    if (!isNumber || number == 0)
        return plainAnswer(400, "seq counts the messages, from 1");
    return bring(name, [number, body = request.body](PollTransport &link, const HttpAnswer &answer) {
        link.take(number, body, answer);
    });
}

HttpResponse PollLinks::open(const HttpRequest &request, const Opened &opened)
{
    auto pass = m_door.enter(request.peer); // a link of its own, whatever becomes of the connection
    if (!pass)
        return plainAnswer(429, "too many connections from your address", {{"Retry-After", "5"}});
    m_door.carryIdentity(request, pass->get());
    const QByteArray name = newLinkName();
    auto transport = std::make_unique<PollTransport>(request.peer, QString::fromLatin1(request.path()),
                                                     QString::fromLatin1(wire::JsonSubprotocol), m_clock);
    transport->setPass(std::move(pass).value());
    {
        const std::lock_guard lock(m_register->mutex);
        if (m_register->links.size() >= std::size_t(MaxLinks))
            return plainAnswer(503, "too many links", {{"Retry-After", "5"}});
        m_register->links[name] = transport.get();
    }
    transport->setGone([links = m_register, name] {
        const std::lock_guard lock(links->mutex);
        links->links.erase(name);
    });
    opened(std::move(transport));
    return {200, "{\"session\":\"" + name + "\"}\n", "application/json", {{"Cache-Control", "no-store"}}};
}

HttpResponse PollLinks::bring(const QByteArray &name, Act act) const
{
    HttpResponse response;
    response.later = [links = m_register, name, act = std::move(act)](const HttpAnswer &answer) {
        const std::lock_guard lock(links->mutex);
        const auto found = links->links.find(name);
        if (found == links->links.end())
            return answer(plainAnswer(404, "no such link"));
        PollTransport *link = found->second; // cannot go while we hold the lock
        post(link, [link, act, answer] { act(*link, answer); });
    };
    return response;
}

} // namespace alcedo
