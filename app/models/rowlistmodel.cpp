// SPDX-License-Identifier: GPL-3.0-or-later
#include "rowlistmodel.h"

namespace alcedo {

RowListModel::RowListModel(QList<QByteArray> names, QObject *parent)
    : QAbstractListModel(parent)
    , m_names(std::move(names))
{
}

int RowListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant RowListModel::data(const QModelIndex &index, int role) const
{
    const qsizetype column = role - Qt::UserRole;
    const bool isValid =
        index.isValid() && index.row() < m_rows.size() && column >= 0 && column < m_names.size();
    return isValid ? m_rows[index.row()].value(column) : QVariant();
}

QHash<int, QByteArray> RowListModel::roleNames() const
{
    QHash<int, QByteArray> names;
    for (qsizetype i = 0; i < m_names.size(); ++i)
        names.insert(Qt::UserRole + int(i), m_names[i]);
    return names;
}

bool RowListModel::assign(const QList<QVariantList> &rows)
{
    const qsizetype shared = std::min(rows.size(), m_rows.size());
    qsizetype first = -1, last = -1;
    QList<int> roles; // a delegate is asked only for what is another value
    for (qsizetype i = 0; i < shared; ++i) {
        if (m_rows[i] == rows[i])
            continue;
        for (qsizetype column = 0; column < m_names.size(); ++column) {
            const int role = Qt::UserRole + int(column);
            if (!roles.contains(role) && m_rows[i].value(column) != rows[i].value(column))
                roles.append(role);
        }
        m_rows[i] = rows[i];
        first = first < 0 ? i : first;
        last = i;
    }
    if (first >= 0)
        Q_EMIT dataChanged(index(int(first)), index(int(last)), roles);
    const bool resized = rows.size() != m_rows.size();
    if (rows.size() < m_rows.size()) {
        beginRemoveRows({}, int(rows.size()), int(m_rows.size()) - 1);
        m_rows.resize(rows.size());
        endRemoveRows();
    } else if (rows.size() > m_rows.size()) {
        beginInsertRows({}, int(m_rows.size()), int(rows.size()) - 1);
        m_rows.append(rows.mid(m_rows.size()));
        endInsertRows();
    }
    return first >= 0 || resized;
}

QVariant RowListModel::value(int row, const char *name) const
{
    return row >= 0 && row < m_rows.size() ? m_rows[row].value(m_names.indexOf(QByteArray(name)))
                                           : QVariant();
}

} // namespace alcedo
