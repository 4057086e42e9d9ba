// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panelmodel.h"
#include "sparkshape.h"

#include <vector>

namespace alcedo {

/// The sensors, one tile each, in the order in which they came.
/// Cost of a frame: one pass, one dataChanged with the bounding range.
/// Thread: GUI.
class TilesModel : public alcedo::PanelModel // in full: moc writes it down as it stands, for QML's tools
{
    Q_OBJECT
    QML_ELEMENT
public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        SourceRole,
        ValueRole, ///< an en dash where never seen
        UnitRole,
        SeenRole,
        ShapeRole,  ///< SparkShape with the limits
        LimitsRole, ///< "limits 60.0 – 85.0"
        LevelRole,  ///< Level
        LevelTextRole,
        StaleRole,
        AgeRole,
        DescriptionRole,
    };
    enum Level { Within, Near, Low, High };
    Q_ENUM(Level)

    explicit TilesModel(QObject *parent = nullptr);
    void apply(const alcedo::Snapshot &snapshot) override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    /// Near: within a tenth of the span of a limit; of the limit itself, a twentieth, where there is but one.
    [[nodiscard]] static Level levelOf(Decimal value, Decimal low, Decimal high);

protected:
    void sourcesChanged() override;

private:
    struct Entry
    {
        SensorState sensor;
        QString name;
        LineSeriesView line;
        std::shared_ptr<const std::vector<Gap>> gaps;
        mutable SparkShape spark;
        mutable std::int64_t sparkMadeNs = -1;
    };
    [[nodiscard]] bool isSameTable(const Snapshot &snapshot) const;
    void take(Entry &entry, const SensorState &sensor, const Snapshot &snapshot);
    void rebuild(const Snapshot &snapshot);
    void updateSpan();
    [[nodiscard]] SparkShape sparkOf(const Entry &entry) const;
    [[nodiscard]] bool isSeen(const Entry &entry) const { return !entry.sensor.value.isNull(); }
    [[nodiscard]] bool isEntryStale(const Entry &entry) const;
    [[nodiscard]] static QString limitsText(const SensorState &sensor);
    [[nodiscard]] static QString levelText(Level level);
    [[nodiscard]] QString descriptionOf(const Entry &entry) const;

    std::vector<Entry> m_entries;
    std::uint64_t m_revision = 0, m_origin = 0;
    std::int64_t m_wallNs = 0;
    std::int64_t m_agesSaidNs = 0;
    std::int64_t m_sparksSaidNs = 0;
    std::int64_t m_spanNs = 0;
};

} // namespace alcedo
