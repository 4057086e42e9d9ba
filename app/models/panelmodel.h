// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "freshness.h"

#include <alcedo/core/clock.h>
#include <alcedo/feed/source.h>
#include <alcedo/series/store.h>

#include <QAbstractListModel>
#include <QHash>
#include <QList>
#include <QVector>
#include <QtQml/qqmlregistration.h>
#include <set>

namespace alcedo {

/// What the models behind the panels share: they take one snapshot a frame, and know how true the sources are
/// that they show. They know no dashboard: a PanelFeed gives them its frames in QML, a test gives a clock and
/// snapshots by hand. Thread: GUI.
class PanelModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// The sources whose rows are shown, for PanelFreshness.
    Q_PROPERTY(QList<int> sourceIds READ sourceIds NOTIFY sourcesShownChanged)
    /// Their names, made harmless: "markets, coinbase".
    Q_PROPERTY(QString sourceNames READ sourceNames NOTIFY sourcesShownChanged)
    /// A value older than this is stale, in ms. Default 15 s; zero: age alone makes none stale.
    Q_PROPERTY(int staleAfter READ staleAfter WRITE setStaleAfter NOTIFY staleAfterChanged)
public:
    explicit PanelModel(QObject *parent = nullptr);
    ~PanelModel() override;

    /// Where flashes and countdowns take their time from. Must outlive the model.
    virtual void setClock(Clock &clock);
    /// What the frame under way may show.
    virtual void apply(const alcedo::Snapshot &snapshot) = 0;
    /// How the sources do, whenever one changes.
    void setStatuses(const QVector<SourceStatus> &statuses);

    [[nodiscard]] int count() const { return rowCount({}); }
    [[nodiscard]] QList<int> sourceIds() const;
    [[nodiscard]] QString sourceNames() const;
    [[nodiscard]] int staleAfter() const { return m_staleAfterMs; }
    void setStaleAfter(int ms);

Q_SIGNALS:
    void countChanged();
    void sourcesShownChanged();
    void staleAfterChanged();

protected:
    /// The sources changed how true they are: every row may look different.
    virtual void sourcesChanged() = 0;
    /// The sources whose rows are shown; each apply() says them.
    void setShownSources(const std::set<SourceId> &sources);

    [[nodiscard]] Clock *clock() const { return m_clock; }
    [[nodiscard]] std::chrono::nanoseconds steadyNow() const;
    /// True where a value of this source that came at arrivalNs must not be shown at full contrast.
    [[nodiscard]] bool isStale(SourceId source, std::int64_t arrivalNs, std::int64_t nowNs) const;
    [[nodiscard]] bool isSourceCurrent(SourceId source) const;
    [[nodiscard]] QString sourceName(SourceId source) const;

private:
    struct Source
    {
        QString name;
        bool current = true;
        friend bool operator==(const Source &, const Source &) = default;
    };

    Clock *m_clock = nullptr;
    QHash<SourceId, Source> m_sources;
    std::set<SourceId> m_shown;
    int m_staleAfterMs = 15'000;
};

} // namespace alcedo
