// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// A short list of rows with named values, for a Repeater. assign() touches only what differs, so delegates
/// stay. Thread: GUI.
class RowListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ANONYMOUS
public:
    /// The names are the roles, in the order of a row's values.
    explicit RowListModel(QList<QByteArray> names, QObject *parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    /// Each row has as many values as there are names. Answers whether anything changed.
    bool assign(const QList<QVariantList> &rows);
    [[nodiscard]] QVariant value(int row, const char *name) const;

private:
    QList<QByteArray> m_names;
    QList<QVariantList> m_rows;
};

} // namespace alcedo
