// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QtQml/qqml.h>

namespace alcedo {

/// What all models are to QML: views take them, and the tools that read QML want to know of it. Qt says so in
/// a module of its own, of which nothing else is needed.
struct ItemModelForQml
{
    Q_GADGET
    QML_FOREIGN(QAbstractItemModel)
    QML_ANONYMOUS
};

} // namespace alcedo
