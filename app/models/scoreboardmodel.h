// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "matchline.h"
#include "panelmodel.h"

#include <vector>

namespace alcedo {

/// The matches, the one that changed last on top. A change is a goal, a card, a correction, a period; not the
/// clock. As in the watchlist a row is a rank: order changes what the ranks show, at most twice a second, and
/// not while orderHeld. Thread: GUI.
class ScoreboardModel : public alcedo::PanelModel // in full: moc writes it down as it stands, for QML's tools
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool orderHeld READ isOrderHeld WRITE setOrderHeld NOTIFY orderHeldChanged)
public:
    enum Role {
        ClockRole = Qt::UserRole + 1, ///< "67:12", "90+4"
        PeriodRole,
        HomeRole,
        AwayRole,
        HomeScoreRole,
        AwayScoreRole,
        HomeYellowRole, ///< counts as text, empty for none
        AwayYellowRole,
        HomeRedRole,
        AwayRedRole,
        HomeGoalRole, ///< scored within the last 10 s
        AwayGoalRole,
        ShapeRole,    ///< MatchShape
        NoteRole,     ///< the last event in words: "Goal 67' Endo", "Corrected 79': 2–1 to 1–1"
        NoteKindRole, ///< NoteKind
        FinishedRole,
        StaleRole,
        DescriptionRole,
    };
    enum NoteKind { Quiet, FreshGoal, Correction };
    Q_ENUM(NoteKind)

    explicit ScoreboardModel(QObject *parent = nullptr);
    void apply(const alcedo::Snapshot &snapshot) override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] bool isOrderHeld() const { return m_orderHeld; }
    void setOrderHeld(bool held);

Q_SIGNALS:
    void orderHeldChanged();

protected:
    void sourcesChanged() override;

private:
    enum class Period { Other, First, Half, Second, Full };
    enum class Scorer { None, Home, Away };
    struct Entry
    {
        MatchState match;
        Period period = Period::Other;
        std::int64_t changedNs = 0;         ///< what the order goes by
        std::chrono::nanoseconds goalAt{0}; ///< steady
        Scorer scorer = Scorer::None;       ///< of a goal of the last 10 s
        bool stale = false;
    };
    [[nodiscard]] bool isSameTable(const std::vector<MatchState> &matches) const;
    void rebuild(const std::vector<MatchState> &matches);
    [[nodiscard]] bool take(Entry &entry, const MatchState &match);
    [[nodiscard]] bool age(Entry &entry) const;
    [[nodiscard]] bool resort();
    [[nodiscard]] static Period periodOf(const QString &text);
    [[nodiscard]] static QString periodText(const Entry &entry);
    [[nodiscard]] static QString clockText(const Entry &entry);
    [[nodiscard]] static MatchShape shapeOf(const Entry &entry);
    [[nodiscard]] static QString noteOf(const Entry &entry);
    [[nodiscard]] static NoteKind noteKindOf(const Entry &entry);
    [[nodiscard]] QString descriptionOf(const Entry &entry) const;

    std::vector<Entry> m_entries;
    std::vector<int> m_order;
    std::int64_t m_wallNs = 0;
    std::uint64_t m_origin = 0; ///< the store that the matches are of
    std::chrono::nanoseconds m_sortedAt{-1};
    bool m_orderHeld = false;
};

} // namespace alcedo
