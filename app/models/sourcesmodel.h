// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "freshness.h"
#include "sourcetext.h"

#include <alcedo/core/timer.h>
#include <alcedo/feed/pipeline.h>

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <optional>

namespace alcedo {

/// The sources, one row each, in the order in which they were added, and what a person does to them.
/// Follows the pipeline's statuses; refreshes its words once a second, for countdowns and ages.
/// Thread: GUI.
class SourcesModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Dashboard.sources")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(int liveCount READ liveCount NOTIFY refreshed)
    /// The gravest state of all (a Freshness).
    Q_PROPERTY(int worst READ worst NOTIFY refreshed)
    /// "3 of 5 sources live".
    Q_PROPERTY(QString summary READ summary NOTIFY refreshed)
public:
    enum Role {
        SourceIdRole = Qt::UserRole + 1,
        NameRole,
        FreshnessRole,
        StateTextRole,
        RateTextRole,
        LinkTextRole,
        PanelTextRole,
        FractionRole,
        RateRole,
        DemoRole
    };

    SourcesModel(Pipeline &pipeline, Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return int(m_rows.size()); }
    [[nodiscard]] int liveCount() const;
    [[nodiscard]] int worst() const;
    [[nodiscard]] QString summary() const;
    /// Null where it is not there.
    [[nodiscard]] const SourceStatus *status(int sourceId) const;
    /// Of the links, whether or not the view is held.
    [[nodiscard]] Freshness freshness(int sourceId) const;
    [[nodiscard]] const SourceWords *words(int sourceId) const;
    [[nodiscard]] QList<int> ids() const;
    /// -1 where there is none.
    Q_INVOKABLE int idAt(int row) const;
    [[nodiscard]] Clock &clock() const { return m_clock; }

    Q_INVOKABLE void open(int sourceId);
    Q_INVOKABLE void close(int sourceId);
    Q_INVOKABLE void retryNow(int sourceId);
    Q_INVOKABLE void retryAll();
    Q_INVOKABLE void remove(int sourceId);
    /// Shows the token to the source's server from the next try on, which is now. Only of Alcedo's own
    /// protocol.
    void signIn(int sourceId, const QByteArray &token);
    Q_INVOKABLE void setAutoReconnect(int sourceId, bool on);
    Q_INVOKABLE void setBackoff(int sourceId, int baseMs, int capMs);

    /// Writes all words anew: after a change of language, and by the once-a-second timer.
    void refresh();

Q_SIGNALS:
    void countChanged();
    /// Any row's words or state may have changed.
    void refreshed();

private:
    struct Row
    {
        SourceStatus status;
        Freshness state = freshness::Loading;
        SourceWords words;
    };
    void take(const SourceStatus &status);
    void forget(int sourceId);
    void describe(Row &row) const;
    [[nodiscard]] int rowOf(int sourceId) const;

    Pipeline &m_pipeline;
    Clock &m_clock;
    Timer m_second;
    QVector<Row> m_rows;
};

} // namespace alcedo
