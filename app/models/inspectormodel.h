// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "framemeaning.h"
#include "framering.h"
#include "frametext.h"
#include "rowlistmodel.h"

#include <alcedo/feed/source.h>

#include <QAbstractListModel>
#include <QHash>
#include <QPointer>
#include <QQmlParserStatus>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <deque>
#include <memory>

namespace alcedo {

class Dashboard;

/// The raw frames of all sources, the newest first, as a browser's devtools show them: a bounded ring, looked
/// at once a frame. Rows stand for places, not for frames: each turn tells one dataChanged, whatever came, so
/// that ten thousand messages a second cost what ten do. Choosing a row holds the list. Taps while active is
/// true and the model is in an engine.
/// Thread: GUI.
class InspectorModel : public QAbstractListModel, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
    /// The list stands still; frames are still taken, and shown when it goes on.
    Q_PROPERTY(bool held READ isHeld WRITE setHeld NOTIFY heldChanged)
    /// Words that a frame must hold, in any case; "source:a,b", "in", "out" and "link" choose what they say.
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// Row of the chosen frame; -1 where none is, or it passed out of the list.
    Q_PROPERTY(int currentRow READ currentRow WRITE setCurrentRow NOTIFY currentChanged)
    Q_PROPERTY(QAbstractItemModel *detail READ detail CONSTANT)
    /// "markets / ticker, frame 7,940,118", and "214 bytes, text, arrived 13:47:22.408".
    Q_PROPERTY(QString detailTitle READ detailTitle NOTIFY currentChanged)
    Q_PROPERTY(QString detailFoot READ detailFoot NOTIFY currentChanged)
    /// Whether fields of the chosen frame can be mapped: it came in, from a source with a profile. Else
    /// mapHint says why not; both empty without a frame.
    Q_PROPERTY(bool canMap READ canMap NOTIFY currentChanged)
    Q_PROPERTY(QString mapHint READ mapHint NOTIFY currentChanged)
    Q_PROPERTY(int currentSource READ currentSource NOTIFY currentChanged)
    Q_PROPERTY(QString currentSourceName READ currentSourceName NOTIFY currentChanged)
    Q_PROPERTY(QString inText READ inText NOTIFY countsChanged)
    Q_PROPERTY(QString outText READ outText NOTIFY countsChanged)
    /// "1,284 shown of 48,120; 0 passed by unseen".
    Q_PROPERTY(QString summary READ summary NOTIFY countsChanged)
public:
    enum Role {
        TimeRole = Qt::UserRole + 1,
        DirectionRole, ///< 0 in, 1 out, 2 the link's own
        SourceRole,
        SortRole,
        BytesRole,
        LagRole, ///< ms from what the frame says of its making to its arrival, as text; empty where it says
                 ///< nothing
        MessageRole,
        CurrentRole,
        DescriptionRole
    };
    static constexpr std::size_t MaxFrames = 10'000;
    static constexpr qint64 MaxBytes = 32 << 20;
    static constexpr int MaxRows = 2'000;
    static constexpr int TurnMs = 100; ///< from what comes to the rows

    explicit InspectorModel(QObject *parent = nullptr);
    ~InspectorModel() override;
    void classBegin() override {}
    void componentComplete() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] bool isActive() const { return m_active; }
    void setActive(bool active);
    [[nodiscard]] bool isHeld() const { return m_held; }
    void setHeld(bool held);
    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString &filter);
    [[nodiscard]] int count() const { return m_rows; }
    [[nodiscard]] int currentRow() const;
    void setCurrentRow(int row);
    [[nodiscard]] QAbstractItemModel *detail() { return &m_detail; }
    [[nodiscard]] QString detailTitle() const;
    [[nodiscard]] QString detailFoot() const;
    [[nodiscard]] QString inText() const;
    [[nodiscard]] QString outText() const;
    [[nodiscard]] QString summary() const;

    [[nodiscard]] bool canMap() const;
    [[nodiscard]] QString mapHint() const;
    /// Of the chosen frame; -1 where none is.
    [[nodiscard]] int currentSource() const;
    [[nodiscard]] QString currentSourceName() const;
    [[nodiscard]] QByteArray currentBytes() const;
    /// The newest messages that came from a source, the oldest first.
    [[nodiscard]] std::deque<TappedFrame> received(SourceId source, std::size_t most) const;
    /// The newest frame that came in and has the text in it; -1 where none is shown.
    Q_INVOKABLE int rowWith(const QString &text) const;
    /// The place of the value in a line of the chosen frame (a JSON Pointer); empty where none stands there.
    Q_INVOKABLE QString pathAt(int line) const;

    /// The chosen frame, pretty, to the clipboard.
    Q_INVOKABLE void copy();
    /// All that passes the filter, as lines of a recording, into the folder for documents; where it went, or
    /// why it did not, in one line.
    Q_INVOKABLE QString save();
    Q_INVOKABLE void clear();

    /// What a frame of the screen does: takes what came. Public for tests.
    void take(std::deque<TappedFrame> frames, quint64 dropped);
    void setSourceName(SourceId id, const QString &name);
    /// What a source was made from: its profile says what its frames mean.
    void setSourceWord(SourceId id, const QString &word);
    /// Frames taken so far; those that came faster than they were looked at, and went; those still here.
    [[nodiscard]] quint64 seen() const { return m_in + m_out; }
    [[nodiscard]] quint64 passedBy() const { return m_dropped; }
    [[nodiscard]] std::size_t kept() const { return m_frames.size(); }
    /// Frames read for their time so far. Public for tests.
    [[nodiscard]] quint64 timesRead() const { return m_meaning.timesRead(); }
    /// The filter's lines of a recording, for save() and tests.
    [[nodiscard]] QByteArray lines() const;

Q_SIGNALS:
    void activeChanged();
    void heldChanged();
    void filterChanged();
    void countChanged();
    void currentChanged();
    void countsChanged();

private:
    enum class Sort : std::uint8_t { In, Out, Link };
    struct Shown
    {
        TappedFrame frame;
        quint64 number = 0;
        Sort sort = Sort::In;
        /// When it was made, in ns, as it says itself: found when its row is first shown, since that reads
        /// the whole frame, and rows are asked ten times a second. Good while meaning is the reader's
        /// revision.
        mutable std::optional<std::int64_t> madeNs = std::nullopt;
        mutable std::uint32_t meaning = 0;
    };
    struct Words
    {
        QByteArrayList parts;
        QStringList sources;
        bool in = false, out = false, link = false;
    };
    void onStatus(const SourceStatus &status);
    void addLink(SourceId source, const QByteArray &what);
    void keep(Shown &&shown);
    [[nodiscard]] bool passes(const Shown &shown) const;
    void readFilter();
    void refilter();
    void refresh();
    [[nodiscard]] const Shown *at(int row) const;
    [[nodiscard]] const Shown *current() const;
    void showDetail();
    [[nodiscard]] QList<QVariantList> linesOf(const Shown &shown);
    [[nodiscard]] QString lagText(const Shown &shown) const;

    QPointer<Dashboard> m_dashboard;
    std::shared_ptr<FrameRing> m_ring;
    QTimer m_turn;
    std::deque<Shown> m_frames;    ///< the oldest first
    std::deque<quint64> m_passing; ///< numbers of those that pass the filter, the oldest first
    std::vector<quint64> m_list;   ///< what the rows show, the newest first; stands still while held
    qint64 m_bytes = 0;
    QHash<SourceId, QString> m_names;
    struct LinkSeen
    {
        LinkState state = LinkState::Off;
        std::optional<std::chrono::nanoseconds> roundTrip;
    };
    QHash<SourceId, LinkSeen> m_links;
    mutable FrameMeaning m_meaning; ///< remembers how far it has looked
    RowListModel m_detail;
    FrameText m_text;
    QString m_filter;
    Words m_words;
    quint64 m_next = 1, m_in = 0, m_out = 0, m_dropped = 0;
    quint64 m_current = 0;
    int m_rows = 0;
    bool m_active = false, m_held = false;
};

} // namespace alcedo
