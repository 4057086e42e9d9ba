// SPDX-License-Identifier: MIT
#include <alcedo/client/farewell.h>

#include <alcedo/wire/closecode.h>

#include <QRandomGenerator>
#include <algorithm>
#include <limits>

namespace alcedo {

using std::chrono::milliseconds;

Farewell Farewell::of(const wire::Bye &bye, const QUrl &from)
{
    QString text = closeCodeText(bye.code);
    if (text.isEmpty())
        text = QStringLiteral("the server says bye");
    if (!bye.reason.isEmpty())
        text += QStringLiteral(": ") + bye.reason;
    const std::int64_t spread =
        std::min<std::int64_t>(bye.afterMaxMs - bye.afterMinMs, std::numeric_limits<int>::max() - 1);
    const milliseconds after(std::min<std::int64_t>(bye.afterMinMs, 3'600'000) +
                             QRandomGenerator::global()->bounded(int(spread) + 1));
    Farewell farewell{{Stage::Data, text, 0, after, !bye.reconnect},
                      {bye.code, bye.reason, CloseInfo::Initiator::Peer},
                      {}};
    const QUrl url(bye.url, QUrl::StrictMode);
    // A dial takes https as wss.
    const bool encrypted = from.scheme() == QLatin1String("wss") || from.scheme() == QLatin1String("https");
    if (!bye.url.isEmpty() && url.isValid() &&
        (url.scheme() == QLatin1String("wss") || (url.scheme() == QLatin1String("ws") && !encrypted)))
        farewell.elsewhere = url;
    return farewell;
}

} // namespace alcedo
