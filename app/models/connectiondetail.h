// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "freshness.h"
#include "tokenwish.h"

#include <QPointer>
#include <QQmlParserStatus>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

class Dashboard;

/// All that the connection panel says of one source, as words. Follows the sources' once-a-second refresh and
/// their changes of state. Values of a link that is down read "was …". Thread: GUI.
class ConnectionDetail : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(int sourceId READ sourceId WRITE setSourceId NOTIFY sourceIdChanged)
    Q_PROPERTY(bool valid READ isValid NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(QString url READ url NOTIFY changed)
    Q_PROPERTY(int state READ state NOTIFY changed)
    Q_PROPERTY(qreal fraction READ fraction NOTIFY changed)
    /// The number in the ring, seconds; empty where there is nothing to count.
    Q_PROPERTY(QString countdown READ countdown NOTIFY changed)
    Q_PROPERTY(QString headline READ headline NOTIFY changed)
    /// A TrialOutcome of the newest dial, and its words; for a source that is tried.
    Q_PROPERTY(int outcome READ outcome NOTIFY changed)
    Q_PROPERTY(QString outcomeText READ outcomeText NOTIFY changed)
    Q_PROPERTY(QString sinceText READ sinceText NOTIFY changed)
    Q_PROPERTY(QString backoffText READ backoffText NOTIFY changed)
    Q_PROPERTY(bool canOpen READ canOpen NOTIFY changed)
    Q_PROPERTY(bool canClose READ canClose NOTIFY changed)
    Q_PROPERTY(bool canRetry READ canRetry NOTIFY changed)
    Q_PROPERTY(bool autoReconnect READ autoReconnect NOTIFY changed)
    /// Whether there is a supervised link at all; what is made on this computer or read from a file has none.
    Q_PROPERTY(bool hasLink READ hasLink NOTIFY changed)
    /// The backoff in force, in ms; 0 without a link.
    Q_PROPERTY(int backoffBase READ backoffBase NOTIFY changed)
    Q_PROPERTY(int backoffCap READ backoffCap NOTIFY changed)
    Q_PROPERTY(QString attemptText READ attemptText NOTIFY changed)
    /// One map a stage: name, took, mark (a StateGlyph shape), passed, failed.
    Q_PROPERTY(QVariantList stages READ stages NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString advice READ advice NOTIFY changed)
    /// Whether its Alcedo server wants a token, or another one; and why, one sentence.
    Q_PROPERTY(bool wantsToken READ wantsToken NOTIFY changed)
    Q_PROPERTY(QString tokenText READ tokenText NOTIFY changed)
    /// Why the last enterToken() kept nothing; one line.
    Q_PROPERTY(QString tokenProblem READ tokenProblem NOTIFY changed)
    /// One map a fact: label, value, tone (0 plain, 1 quiet, 2 attention).
    Q_PROPERTY(QVariantList session READ session NOTIFY changed)
    Q_PROPERTY(QVariantList figures READ figures NOTIFY changed)
    /// "39 msg/s · 4.7 kB/s"; empty while nothing comes.
    Q_PROPERTY(QString traffic READ traffic NOTIFY changed)
    /// One map a line, newest first: time, text, glyph (-1: none), failure.
    Q_PROPERTY(QVariantList log READ log NOTIFY logChanged)
public:
    explicit ConnectionDetail(QObject *parent = nullptr);
    void classBegin() override {}
    void componentComplete() override;
    void setDashboard(Dashboard &dashboard);

    [[nodiscard]] int sourceId() const { return m_sourceId; }
    void setSourceId(int id);
    [[nodiscard]] bool isValid() const { return status() != nullptr; }
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString url() const;
    [[nodiscard]] int state() const;
    [[nodiscard]] qreal fraction() const;
    [[nodiscard]] QString countdown() const;
    [[nodiscard]] QString headline() const;
    [[nodiscard]] int outcome() const;
    [[nodiscard]] QString outcomeText() const;
    [[nodiscard]] QString sinceText() const;
    [[nodiscard]] QString backoffText() const;
    [[nodiscard]] bool canOpen() const;
    [[nodiscard]] bool canClose() const;
    [[nodiscard]] bool canRetry() const;
    [[nodiscard]] bool autoReconnect() const;
    [[nodiscard]] bool hasLink() const;
    [[nodiscard]] int backoffBase() const;
    [[nodiscard]] int backoffCap() const;
    [[nodiscard]] QString attemptText() const;
    [[nodiscard]] QVariantList stages() const;
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString advice() const;
    [[nodiscard]] bool wantsToken() const { return m_wish != TokenWish::None; }
    [[nodiscard]] QString tokenText() const { return tokenWishText(m_wish); }
    [[nodiscard]] QString tokenProblem() const { return m_tokenProblem; }
    /// Keeps a token for the source's server, as `alcedo token use` does, and dials at once. False where it
    /// could not be kept; tokenProblem() says why. It is never shown, logged or put into an address.
    Q_INVOKABLE bool enterToken(const QString &token);
    [[nodiscard]] QVariantList session() const;
    [[nodiscard]] QVariantList figures() const;
    [[nodiscard]] QString traffic() const;
    [[nodiscard]] QVariantList log() const { return m_log; }
    /// The log as text lines, for the clipboard.
    Q_INVOKABLE void copyLog() const;

Q_SIGNALS:
    void sourceIdChanged();
    void changed();
    void logChanged();

private:
    void update();
    void updateLog();
    void updateWish();
    [[nodiscard]] const SourceStatus *status() const;

    QPointer<Dashboard> m_dashboard;
    int m_sourceId = -1;
    QVariantList m_log;
    std::chrono::nanoseconds m_newestLine{0};
    std::size_t m_lines = 0;
    QString m_logLanguage; ///< the lines are in
    TokenWish m_wish = TokenWish::None;
    std::chrono::nanoseconds m_wishSince{0}; ///< the state that it is about
    QString m_tokenProblem;
};

} // namespace alcedo
