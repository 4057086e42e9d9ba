// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/profilegreeting.h>
#include <alcedo/feed/profiletemplate.h>
#include <alcedo/feed/source.h>

#include <QByteArrayList>
#include <QUrl>
#include <deque>
#include <memory>

namespace alcedo {

class BookFetcher;
struct HttpMemory;

/// Any feed of JSON messages, by its profile, over what its address says (a WebSocket, lines, HTTP): dials
/// its endpoints in turn, subscribes, keeps the link alive, renews it before the venue cuts it, and maps what
/// comes into one batch an event-loop turn.
///
/// A refused sign-in or subscription ends the greeting as failed(SignIn or Subscribe) with the venue's words.
/// Acknowledgements make the link Live, and so does a message of data, as it proves the subscription. Thread:
/// the one that made it. The clock must outlive it.
class ProfileSource final : public Source
{
    Q_OBJECT
public:
    struct Options
    {
        FeedProfile profile;
        ProfileParams params; ///< over the profile's defaults; checked by profileParams() before
        QUrl url; ///< instead of the profile's endpoints; whole books are then fetched only where the `rest`
                  ///< parameter is given, so that no other address is touched than those asked for
    };
    ProfileSource(SourceId id, const QString &name, Options options, Clock &clock, QObject *parent = nullptr);
    ~ProfileSource() override;

    void start() override;
    void stop() override;
    [[nodiscard]] SourceStatus status() const override;
    [[nodiscard]] Connection *connection() override { return m_connection.get(); }
    [[nodiscard]] const Mapping &mapping() const { return m_mapping; }
    /// Other parameters: on a live link what is no longer wanted is unsubscribed and what is new subscribed;
    /// else they hold from the next link on. InvalidArgument as profileParams() has it; lists alone may
    /// change on a live link.
    [[nodiscard]] Result<void> setParams(const ProfileParams &given);

private:
    /// A batch goes out at once when it has so many records, else with the turn.
    static constexpr std::size_t MaxBatch = 16'384;

    [[nodiscard]] Connection::Options connectionOptions() const;
    [[nodiscard]] DialOptions dialOptions(int endpoint) const;
    [[nodiscard]] QString endpointText(int endpoint, const ProfileParams &params) const;
    void makeFetcher();
    void chooseDialer();
    void greet();
    void take(const QByteArray &payload, Transport::Kind kind, std::chrono::nanoseconds arrival);
    void act(const Result<ProfileGreeting::Verdict> &verdict);
    void say(const QByteArrayList &messages);
    void answer();
    void takeLive(Mapping::Outcome outcome);
    void becomeReady();
    void onLost(const CloseInfo &info);
    void onState(LinkState state);
    void sendNext();
    void flushLater();
    void flush();
    void reportBreaks();
    void measure();
    void bookArrived(const QString &key, const QByteArray &answer);

    Clock &m_clock;
    std::vector<FeedProfile::Answer> m_answers; ///< own copies: looking up paths changes their hints
    ProfileCases m_reconnectWhen;
    ProfileGreeting m_greeting;
    ProfileParams m_params, m_shownParams;
    std::shared_ptr<HttpMemory> m_httpMemory; ///< what the links over HTTP go on from
    QUrl m_url;
    Mapping m_mapping;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<BookFetcher> m_fetcher;
    Timer m_sendTimer, m_keepaliveTimer, m_ageTimer, m_rateTimer;
    RecordBatchBuilder m_builder;
    std::chrono::nanoseconds m_arrival{-1}, m_arrivalWall{0}; ///< of the newest message, on both clocks
    SourceStatus m_status;
    quint64 m_recordsBefore = 0; ///< at the last look at the rate
    bool m_talked = false;       ///< the link, then
    QByteArrayList m_outgoing;
    std::deque<Clock::Nanoseconds> m_sentAt; ///< the last messages out, for the rate limit
    int m_endpoint = 0;
    bool m_ready = false;
    bool m_wasReady = false; ///< since the last dial
    bool m_gapOpen = false;
    bool m_flushPending = false;
};

} // namespace alcedo
