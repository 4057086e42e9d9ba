// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alignednumber.h"
#include "flash.h"
#include "panelmodel.h"
#include "sparkshape.h"

#include <alcedo/core/timer.h>

#include <limits>
#include <memory>
#include <vector>

namespace alcedo {

/// The watchlist: one row a key, in an order of its own.
///
/// A row is a rank: a re-sort changes what the ranks show (a dataChanged), it moves no row, so that the view
/// keeps its place and its delegates. The selection is a key and goes with it. Order follows the values at
/// most twice a second, and not at all while orderHeld (the pointer is over the rows). Cost of a frame: one
/// pass over the quotes, one dataChanged with the bounding range; texts are made when asked for. Where at
/// least Many rows change in a frame, those above middleRow and those from it on are told in turn, a half in
/// each frame: nobody reads numbers that change sixty times a second, and charts go on at the full rate.
/// Thread: GUI.
class WatchlistModel : public alcedo::PanelModel // in full: moc writes it down as it stands, for QML's tools
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(SortKey sortKey READ sortKey NOTIFY sortChanged)
    Q_PROPERTY(bool descending READ isDescending NOTIFY sortChanged)
    /// Rows whose name contains this, in any case. Empty: all.
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    /// The rank in the middle of what is in sight.
    Q_PROPERTY(int middleRow MEMBER m_middleRow NOTIFY middleRowChanged)
    Q_PROPERTY(bool orderHeld READ isOrderHeld WRITE setOrderHeld NOTIFY orderHeldChanged)
    /// Full opacity of a flash, 0 to 1: the theme's, or 0 where motion is reduced.
    Q_PROPERTY(qreal flashOpacity READ flashOpacity WRITE setFlashOpacity NOTIFY flashOpacityChanged)
    Q_PROPERTY(QString selectedKey READ selectedKey WRITE setSelectedKey NOTIFY selectedKeyChanged)
    /// Rank of the selected key; -1 where none is shown.
    Q_PROPERTY(int selectedRow READ selectedRow NOTIFY selectedRowChanged)
    Q_PROPERTY(int total READ total NOTIFY totalChanged)
    /// "30 of 2,000 · order: mine".
    Q_PROPERTY(QString summary READ summary NOTIFY summaryChanged)
    /// What the sparklines span: "15 min", less as long as less is known.
    Q_PROPERTY(QString sparkSpan READ sparkSpan NOTIFY sparkSpanChanged)
public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        SparkRole, ///< SparkShape
        LastWholeRole,
        LastFractionRole,
        LastWideRole,
        DirectionRole, ///< of the change: -1, 0, +1
        ChangeRole,    ///< per cent, with sign
        BidWholeRole,
        BidFractionRole,
        BidWideRole,
        AskWholeRole,
        AskFractionRole,
        AskWideRole,
        VolumeRole,
        AgeRole,
        StaleRole,
        FlashRole, ///< opacity now
        FlashUpRole,
        SelectedRole,
        DescriptionRole, ///< the row in words, for a screen reader
    };
    enum SortKey { Mine, Name, Last, Change, Bid, Ask, Volume, Age };
    Q_ENUM(SortKey)

    static constexpr int Many = 8;
    explicit WatchlistModel(QObject *parent = nullptr);
    ~WatchlistModel() override;
    void setClock(Clock &clock) override;
    void apply(const alcedo::Snapshot &snapshot) override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] SortKey sortKey() const { return m_sortKey; }
    [[nodiscard]] bool isDescending() const { return m_descending; }
    /// As a click on a column's head: falling (names: rising), then the other way, then mine again. Sorts at
    /// once.
    Q_INVOKABLE void toggleSort(alcedo::WatchlistModel::SortKey key);
    /// A kept order; Mine where the key is none.
    Q_INVOKABLE void sortBy(int key, bool descending);
    /// By the next column, after the last mine again: sorting by key.
    Q_INVOKABLE void sortNext();
    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString &filter);
    [[nodiscard]] bool isOrderHeld() const { return m_orderHeld; }
    void setOrderHeld(bool held);
    [[nodiscard]] qreal flashOpacity() const { return m_flashOpacity; }
    void setFlashOpacity(qreal opacity);
    [[nodiscard]] QString selectedKey() const { return m_selectedKey; }
    void setSelectedKey(const QString &key);
    [[nodiscard]] int selectedRow() const { return m_selectedRow; }
    /// Selects by rank; out of range is brought into it.
    Q_INVOKABLE void selectRow(int row);
    /// Down (or up, where negative) by so many ranks; the first where none is selected.
    Q_INVOKABLE void moveSelection(int ranks);
    [[nodiscard]] int total() const { return int(m_entries.size()); }
    [[nodiscard]] QString summary() const;
    [[nodiscard]] QString sparkSpan() const;

Q_SIGNALS:
    void sortChanged();
    void filterChanged();
    void middleRowChanged();
    void orderHeldChanged();
    void flashOpacityChanged();
    void selectedKeyChanged();
    void selectedRowChanged();
    void totalChanged();
    void summaryChanged();
    void sparkSpanChanged();
    /// A frame brought new values for at least Many rows, and one of the halves is told.
    void manyChanged(bool upper);

protected:
    void sourcesChanged() override;

private:
    struct Entry
    {
        QuoteState quote;
        QString key, name; ///< as it came, and made harmless
        LineSeriesView line;
        std::shared_ptr<const std::vector<Gap>> gaps;
        Flash flash;
        mutable SparkShape spark;
        mutable std::int64_t sparkMadeNs = -1;

        [[nodiscard]] double changePercent() const; ///< since the open; NaN where not known
        [[nodiscard]] int direction() const;
    };
    /// What a frame changed: from rank, to rank, and in which groups of roles.
    struct FrameChange
    {
        [[nodiscard]] bool isEmpty() const { return first > last; }
        int first = std::numeric_limits<int>::max(), last = -1;
        int values = 0; ///< rows with new ones
        bool prices = false, bids = false, asks = false, volumes = false, ages = false, sparks = false;
        void add(int rank);
        void add(const FrameChange &other);
    };

    [[nodiscard]] bool isSameTable(const Snapshot &snapshot) const;
    void rebuild(const Snapshot &snapshot);
    void append(const Snapshot &snapshot, std::size_t from);
    [[nodiscard]] Entry entryOf(const Snapshot &snapshot, std::size_t at) const;
    void take(std::size_t at, const Snapshot &snapshot, FrameChange &change);
    void continueFlashes(FrameChange &change);
    void endFlashes(FrameChange &change);
    void continueAges(FrameChange &change);
    void continueSparks(const Snapshot &snapshot, FrameChange &change);
    void updateSparkSpan();
    [[nodiscard]] bool resortIfDue();
    [[nodiscard]] bool resort();
    void resetOrder();
    void updateRanks();
    [[nodiscard]] std::vector<int> filtered() const;
    [[nodiscard]] double sortValue(const Entry &entry) const;
    void tell(FrameChange change, bool goesOn);
    void tellHalf(const FrameChange &change);
    void emitChange(const FrameChange &change);
    void emitAll();
    [[nodiscard]] QVariant numberData(const Entry &entry, int role) const;
    [[nodiscard]] SparkShape sparkOf(const Entry &entry) const;
    [[nodiscard]] QString descriptionOf(const Entry &entry) const;
    [[nodiscard]] bool isEntryStale(const Entry &entry) const;

    std::vector<Entry> m_entries;  ///< as in Snapshot::quotes: my order
    std::vector<int> m_order;      ///< rank to entry
    std::vector<int> m_rankOf;     ///< entry to rank, -1 where filtered out
    std::vector<int> m_flashing;   ///< entries whose flash runs
    std::unique_ptr<Timer> m_fade; ///< goes on with the flashes where no frame comes
    FrameChange m_untold;          ///< of the half whose turn is the next frame's
    std::unique_ptr<Timer> m_turn; ///< tells it where none comes
    int m_middleRow = 0;
    bool m_isUpperTurn = true;
    std::uint64_t m_revision = 0, m_origin = 0;
    std::int64_t m_wallNs = 0;
    std::int64_t m_agesSaidNs = 0;
    std::int64_t m_sparksSaidNs = 0;
    std::int64_t m_sparkSpanNs = 0;
    std::size_t m_sparksTaken = 0; ///< entries whose line was taken since
    int m_selectedRow = -1;
    std::chrono::nanoseconds m_sortedAt{-1};
    SortKey m_sortKey = Mine;
    bool m_descending = false;
    bool m_orderHeld = false;
    qreal m_flashOpacity = 0.26;
    QString m_filter, m_selectedKey;
};

} // namespace alcedo
