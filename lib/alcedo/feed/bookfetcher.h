// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/error.h>
#include <alcedo/core/timer.h>
#include <alcedo/feed/profiletemplate.h>

#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QQueue>

class QNetworkReply;

namespace alcedo {

/// Fetches whole order books over HTTP, one after the other and never in a hurry, so that no venue's limit is
/// hit. What fails is tried again after 2 s, 4 s, … up to 60 s, until clear(). Thread: the one that made it.
class BookFetcher final : public QObject
{
    Q_OBJECT
public:
    /// An answer larger than this fails.
    static constexpr qint64 MaxAnswerBytes = 32 << 20;
    static constexpr int MaxWaiting = 2'000;

    /// url: a template with ${key} beside the profile's parameters.
    BookFetcher(QString url, ProfileParams params, Clock &clock, QObject *parent = nullptr);
    ~BookFetcher() override;
    /// Nothing where the key waits already, or too many do.
    void fetch(const QString &key);
    /// After fetched() gave something useless: again, later.
    void retry(const QString &key);
    /// Gives up all that waits and runs.
    void clear();

Q_SIGNALS:
    void fetched(const QString &key, const QByteArray &answer);
    void failed(const QString &key, const alcedo::Error &error);

private:
    void next();
    void finish();

    QString m_url;
    ProfileParams m_params;
    Timer m_pause;
    QNetworkAccessManager m_network;
    QQueue<QString> m_waiting;
    QPointer<QNetworkReply> m_reply;
    QString m_current;
    int m_failures = 0;
};

} // namespace alcedo
