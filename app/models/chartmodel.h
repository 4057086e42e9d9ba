// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chartseries.h"
#include "readouttexts.h"
#include "rowlistmodel.h"
#include "timelink.h"

#include <plot/candlebars.h>
#include <plot/gaplabels.h>
#include <plot/steadyrange.h>
#include <plot/ticks.h>
#include <plot/timewindow.h>

#include <QFont>
#include <QPointer>
#include <QQmlParserStatus>
#include <QSizeF>
#include <QtQml/qqmlregistration.h>
#include <optional>

namespace alcedo {

class FrameClock;

/// What one chart shows and where: its series, its stretch of time and of values, ticks, tags, gaps and
/// crosshair. Once a frame it takes the newest snapshot; PlotItem then turns it into pixels, ChartInput a
/// person's doings into calls. Positions are logical pixels from the plot's top left corner. Thread: GUI.
class ChartModel : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    /// What is drawn. Empty: selectedKey.
    Q_PROPERTY(QStringList keys READ keys WRITE setKeys NOTIFY configured)
    Q_PROPERTY(QString selectedKey READ selectedKey WRITE setSelectedKey NOTIFY configured)
    /// Where no keys are given: so many of the first quotes, as they come. 0: the selected one.
    Q_PROPERTY(int firstKeys READ firstKeys WRITE setFirstKeys NOTIFY configured)
    Q_PROPERTY(Kind kind READ kind WRITE setKind NOTIFY configured)
    /// Candles where there are any, else the line.
    Q_PROPERTY(Kind shownKind READ shownKind NOTIFY changed)
    Q_PROPERTY(bool percent READ isPercent WRITE setPercent NOTIFY configured)
    /// Asked for; logShown: shown, as the values allow it.
    Q_PROPERTY(bool logScale READ isLogWanted WRITE setLogWanted NOTIFY configured)
    Q_PROPERTY(bool logShown READ isLogShown NOTIFY changed)
    /// Time across the plot in s; 0: as much as candles of pitch 7 need.
    Q_PROPERTY(double windowSeconds READ windowSeconds WRITE setWindowSeconds NOTIFY configured)
    Q_PROPERTY(alcedo::TimeLink *link READ link WRITE setLink NOTIFY configured)
    /// The labels' font and the height of a tag, for placing them.
    Q_PROPERTY(QFont labelFont READ labelFont WRITE setLabelFont NOTIFY configured)
    Q_PROPERTY(double tagHeight MEMBER m_tagHeight WRITE setTagHeight NOTIFY configured)
    /// How many characters a label on the value axis may have.
    Q_PROPERTY(int axisCharacters MEMBER m_axisCharacters NOTIFY configured)

    Q_PROPERTY(bool following READ isFollowing NOTIFY changed)
    Q_PROPERTY(bool empty READ isEmpty NOTIFY changed)
    /// A gap of one of its sources is open: what is shown is old.
    Q_PROPERTY(bool stale READ isStale NOTIFY changed)
    Q_PROPERTY(QList<int> sourceIds READ sourceIds NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY configured)
    /// The bars' length in words: "5 min candles" where several are drawn as one.
    Q_PROPERTY(QString candleText READ candleText NOTIFY changed)
    /// What is said of an open gap after its cause: the countdown to the next try.
    Q_PROPERTY(QString openNote READ openNote WRITE setOpenNote NOTIFY configured)
    Q_PROPERTY(int seriesCount READ seriesCount NOTIFY configured)
    Q_PROPERTY(alcedo::RowListModel *timeTicks READ timeTickRows CONSTANT)
    Q_PROPERTY(alcedo::RowListModel *valueTicks READ valueTickRows CONSTANT)
    Q_PROPERTY(alcedo::RowListModel *gaps READ gapRows CONSTANT)
    Q_PROPERTY(alcedo::RowListModel *series READ seriesRows CONSTANT)

    Q_PROPERTY(bool crosshairShown READ isCrosshairShown NOTIFY crosshairMoved)
    Q_PROPERTY(bool pointed READ isPointed NOTIFY crosshairMoved)
    Q_PROPERTY(double crosshairX READ crosshairX NOTIFY crosshairMoved)
    Q_PROPERTY(double crosshairY READ crosshairY NOTIFY crosshairMoved)
    Q_PROPERTY(QString crosshairTime READ crosshairTime NOTIFY crosshairMoved)
    Q_PROPERTY(QString crosshairValue READ crosshairValue NOTIFY crosshairMoved)
    /// Of the crosshair's moment, else the newest.
    Q_PROPERTY(alcedo::ReadoutTexts *readout READ readout CONSTANT)
    /// The same as a sentence, for a screen reader; told at most once a second, and at once where the
    /// crosshair moved.
    Q_PROPERTY(QString spoken READ spoken NOTIFY spokenChanged)
public:
    enum class Kind { Candles, Line, Area };
    Q_ENUM(Kind)
    static constexpr double NewestMargin = 28; ///< px between the newest datum and the axis
    static constexpr double CandlePitch = 7;
    static constexpr double VolumeShare = 0.17;

    explicit ChartModel(QObject *parent = nullptr);
    ~ChartModel() override;
    void classBegin() override {}
    /// In an engine it finds the dashboard's frame clock.
    void componentComplete() override;
    void setFrameClock(FrameClock *clock);
    /// One frame. For the frame clock, and for tests.
    void take(const Snapshot &snapshot);
    /// Size of the plot, logical px, and device pixels per logical one. For PlotItem.
    void setViewport(QSizeF size, double scale);

    [[nodiscard]] QStringList keys() const { return m_keys; }
    void setKeys(const QStringList &keys);
    [[nodiscard]] QString selectedKey() const { return m_selectedKey; }
    void setSelectedKey(const QString &key);
    [[nodiscard]] int firstKeys() const { return m_firstKeys; }
    void setFirstKeys(int count);
    [[nodiscard]] Kind kind() const { return m_kind; }
    void setKind(Kind kind);
    [[nodiscard]] Kind shownKind() const;
    [[nodiscard]] bool isPercent() const { return m_scaling == ChartScaling::Percent; }
    void setPercent(bool percent);
    [[nodiscard]] bool isLogWanted() const { return m_logWanted; }
    void setLogWanted(bool wanted);
    [[nodiscard]] bool isLogShown() const { return m_range.scale() == SteadyRange::Scale::Log; }
    [[nodiscard]] double windowSeconds() const { return m_windowSeconds; }
    void setWindowSeconds(double seconds);
    [[nodiscard]] TimeLink *link() const { return m_link; }
    void setLink(TimeLink *link);
    [[nodiscard]] QFont labelFont() const { return m_labelFont; }
    void setLabelFont(const QFont &font);
    void setTagHeight(double height);

    [[nodiscard]] bool isFollowing() const { return m_window.isFollowing(); }
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] bool isStale() const;
    [[nodiscard]] QList<int> sourceIds() const;
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString candleText() const;
    [[nodiscard]] QString openNote() const { return m_openNote; }
    void setOpenNote(const QString &note);
    [[nodiscard]] int seriesCount() const { return int(m_series.size()); }
    [[nodiscard]] RowListModel *timeTickRows() { return &m_timeTickRows; }
    [[nodiscard]] RowListModel *valueTickRows() { return &m_valueTickRows; }
    [[nodiscard]] RowListModel *gapRows() { return &m_gapRows; }
    [[nodiscard]] RowListModel *seriesRows() { return &m_seriesRows; }

    [[nodiscard]] bool isCrosshairShown() const { return m_cross.isShown; }
    [[nodiscard]] bool isPointed() const { return m_cross.isPointed && m_cross.isShown; }
    [[nodiscard]] double crosshairX() const { return m_cross.x; }
    [[nodiscard]] double crosshairY() const { return m_cross.y; }
    [[nodiscard]] QString crosshairTime() const { return m_cross.timeText; }
    [[nodiscard]] QString crosshairValue() const { return m_cross.valueText; }
    [[nodiscard]] ReadoutTexts *readout() { return &m_readout; }
    [[nodiscard]] QString spoken() const;

    /// Back to the newest.
    Q_INVOKABLE void follow();
    Q_INVOKABLE void zoom(double factor);
    Q_INVOKABLE void zoomAbout(double factor, double x);
    Q_INVOKABLE void pan(double pixels);
    Q_INVOKABLE void showAll();
    Q_INVOKABLE void cycleKind();
    /// The pointer, or the keys, at a place in the plot.
    Q_INVOKABLE void pointAt(double x, double y);
    /// To the next bar or pixel: dx, dy in steps.
    Q_INVOKABLE void stepCrosshair(int dx, int dy);
    Q_INVOKABLE void leave();

    // For PlotItem.
    [[nodiscard]] const std::vector<ChartSeries> &shownSeries() const { return m_series; }
    [[nodiscard]] const std::vector<ChartGap> &shownGaps() const { return m_gaps; }
    [[nodiscard]] const TimeWindow &window() const { return m_window; }
    [[nodiscard]] const SteadyRange &range() const { return m_range; }
    [[nodiscard]] const CandleBars &bars() const { return m_bars; }
    [[nodiscard]] double volumeCeiling() const { return m_volumeCeiling; }
    /// The height that prices use; volume stands in the rest.
    [[nodiscard]] double valuePaneHeight() const;
    /// Finds room for the gaps' labels among the marks (one column per logical px); at most a few times a
    /// second.
    void placeGapLabels(std::span<const ColumnExtent> marks);

Q_SIGNALS:
    void configured();
    void changed();
    void crosshairMoved();
    void spokenChanged();
    /// Something of the plot moved: paint anew.
    void plotChanged();
    /// The ticks moved: at most a few times a second while following.
    void ticksMoved();

private:
    struct Crosshair
    {
        bool isPointed = false, isShown = false;
        double pointerX = 0, pointerY = 0; ///< as the person put it
        double x = 0, y = 0;               ///< snapped
        std::int64_t timeNs = 0;
        QString timeText, valueText;
    };
    struct Shown ///< what changed() tells of
    {
        bool following = true, empty = true, stale = false, log = false;
        Kind kind = Kind::Candles;
        QList<int> sources;
        std::int64_t barNs = 0;
        friend bool operator==(const Shown &, const Shown &) = default;
    };

    enum class Refit { Calm, AtOnce };
    void restart();
    void chooseFirstKeys(const Snapshot &snapshot);
    void refresh(Refit refit = Refit::Calm);
    void updateWindow();
    void updateRange(Refit refit);
    void updateTicks();
    void updateGapRows();
    [[nodiscard]] bool updateCrosshair(); ///< true where it moved
    void updateSeriesRows();
    void updateReadout();
    enum class Tell { Calmly, AtOnce };
    void tellSpoken(Tell when);
    void tellChanges();
    [[nodiscard]] const ChartSeries *leader() const;
    [[nodiscard]] double yOf(double onAxis) const;
    [[nodiscard]] std::int64_t newestNs() const;
    [[nodiscard]] std::optional<Point> pointAt(const ChartSeries &series, std::int64_t timeNs) const;
    [[nodiscard]] int decimals() const;
    [[nodiscard]] QString axisText(double value) const;
    /// precisionNs: a second or more.
    [[nodiscard]] QString readoutTime(std::int64_t timeNs, std::int64_t precisionNs) const;
    void writeValueTexts();
    void updateTickRows();
    void resetSpan();
    [[nodiscard]] bool hasVolume() const { return m_volumeCeiling > 0; }

    QPointer<FrameClock> m_clock;
    QPointer<TimeLink> m_link;
    QStringList m_keys;
    QString m_selectedKey;
    Kind m_kind = Kind::Candles;
    ChartScaling m_scaling = ChartScaling::Absolute;
    bool m_logWanted = false;
    double m_windowSeconds = 0, m_tagHeight = 20;
    int m_axisCharacters = 9, m_firstKeys = 0;
    QFont m_labelFont;
    QSizeF m_size;
    double m_scale = 1;

    std::vector<ChartSeries> m_series;
    std::vector<ChartGap> m_gaps;
    struct GapWords
    {
        ChartGap gap;
        QString title, detail;
        QSizeF size;
    };
    [[nodiscard]] const GapWords &wordsOf(const ChartGap &gap, std::size_t position);
    QString m_openNote;
    std::vector<GapWords> m_gapWords; ///< as last made: fonts and dates cost too much for every frame
    std::vector<GapBand> m_bands;     ///< of m_gapRows
    GapLabels m_gapLabels;
    std::vector<QRectF> m_labelPlaces; ///< of the gaps in m_placedIds
    std::vector<std::int64_t> m_placedIds;
    QSizeF m_placedSize; ///< of the plot that they were placed in
    std::int64_t m_nowNs = 0;
    TimeWindow m_window;
    SteadyRange m_range;
    CandleBars m_bars;
    double m_volumeCeiling = 0;
    ValueTicks m_valueTicks;
    TimeTicks m_timeTicks;
    QStringList m_valueTexts, m_timeTexts;
    bool m_ticksAreNew = false;
    QTimeZone m_zone = QTimeZone::systemTimeZone();
    std::int64_t m_ticksFromNs = 0;
    std::int64_t m_ticksNs = 0, m_labelsNs = 0; ///< when last moved
    Crosshair m_cross;
    ReadoutTexts m_readout;
    std::int64_t m_spokenNs = 0; ///< when last told
    struct ReadoutTime
    {
        std::int64_t second = 0, precisionNs = 0;
        QString text;
    };
    mutable ReadoutTime m_readoutTime; ///< as last made
    Shown m_told;
    RowListModel m_timeTickRows, m_valueTickRows, m_gapRows, m_seriesRows;
};

} // namespace alcedo
