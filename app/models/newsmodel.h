// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panelmodel.h"

#include <QSet>
#include <memory>
#include <optional>
#include <vector>

namespace alcedo {

/// The headlines, newest first. What is of a later time than the panel's opening, and came later too, is
/// unread until marked; history that is only loaded later is not. The time is that of the view: opened in a
/// view of the past, what comes as that is played is unread. Thread: GUI.
class NewsModel : public alcedo::PanelModel // in full: moc writes it down as it stands, for QML's tools
{
    Q_OBJECT
    QML_ELEMENT
    /// Items whose headline or tags contain this, in any case. Empty: all.
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
    /// Only items of at least this Severity.
    Q_PROPERTY(Severity severityFloor READ severityFloor WRITE setSeverityFloor NOTIFY filterChanged)
    Q_PROPERTY(int unread READ unread NOTIFY unreadChanged)
    Q_PROPERTY(int total READ total NOTIFY totalChanged)
    /// "12 of 40 · 3 unread".
    Q_PROPERTY(QString summary READ summary NOTIFY subjectChanged)
    /// "wire, last item 14:31".
    Q_PROPERTY(QString subject READ subject NOTIFY subjectChanged)
public:
    enum Role {
        TimeRole = Qt::UserRole + 1,
        UnreadRole,
        HeadlineRole,
        SeverityRole,
        SeverityWordRole,
        TagsRole,
        StaleRole,
        DescriptionRole
    };
    enum Severity { Info, Notice, Urgent };
    Q_ENUM(Severity)

    explicit NewsModel(QObject *parent = nullptr);
    void apply(const alcedo::Snapshot &snapshot) override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] QString filter() const { return m_filter; }
    void setFilter(const QString &filter);
    [[nodiscard]] Severity severityFloor() const { return m_severityFloor; }
    void setSeverityFloor(Severity floor);
    [[nodiscard]] int unread() const { return int(m_unread.size()); }
    [[nodiscard]] int total() const { return int(items().size()); }
    [[nodiscard]] QString subject() const;
    [[nodiscard]] QString summary() const;
    Q_INVOKABLE void markRead(int row);
    Q_INVOKABLE void markAllRead();

Q_SIGNALS:
    void filterChanged();
    void unreadChanged();
    void totalChanged();
    void subjectChanged();

protected:
    void sourcesChanged() override;

private:
    using List = std::shared_ptr<const std::vector<NewsItem>>;
    [[nodiscard]] const std::vector<NewsItem> &items() const;
    [[nodiscard]] static QString identity(const NewsItem &item);
    /// How many items of next stand before the first one of the list shown; -1 where it does not go on from
    /// that.
    [[nodiscard]] int addedAtFront(const std::vector<NewsItem> &next) const;
    void goOn(const List &next, int added);
    void restart(const List &next);
    void countUnread();
    void keepReadBounded();
    /// Whether it happened, and reached us, after the panel was opened.
    [[nodiscard]] bool cameSince(const NewsItem &item) const;
    [[nodiscard]] bool passes(const NewsItem &item) const;
    void refilter();
    [[nodiscard]] QString timeText(const NewsItem &item) const;
    [[nodiscard]] QString tagsOf(const NewsItem &item) const;
    void emitAll(const QList<int> &roles);

    List m_list;
    std::vector<int> m_rows; ///< positions in the list that pass the filter
    QSet<QString> m_unread;  ///< in the list shown
    QSet<QString> m_read;    ///< marked; kept while a view of the past shows another list
    QString m_filter;
    Severity m_severityFloor = Info;
    std::int64_t m_wallNs = 0;
    std::optional<std::int64_t> m_openedNs; ///< the time of the first snapshot
};

} // namespace alcedo
