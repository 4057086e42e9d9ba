// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/profilefault.h>

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// A feed profile that a person writes by hand: its text, and what the profile reader says of it after each
/// change, with the line. Thread: GUI.
class ProfileDraft : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed)
    /// Whether the text is another than it began with.
    Q_PROPERTY(bool edited READ isEdited NOTIFY changed)
    /// The reader's words, in the language of the day; empty where it is a profile.
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    /// From 1; 0 where there is no problem, or it is of no one line.
    Q_PROPERTY(int problemLine READ problemLine NOTIFY changed)
    /// Where that line begins in the text; -1 where there is none.
    Q_PROPERTY(int problemPosition READ problemPosition NOTIFY changed)
    /// "1\n2\n3": beside the text.
    Q_PROPERTY(QString lineNumbers READ lineNumbers NOTIFY changed)
    /// What it comes to, or what is wrong, in one line.
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
public:
    static constexpr int MaxChars = 1 << 20; ///< of more, nothing is read

    using QObject::QObject;
    /// Takes another text to begin with.
    Q_INVOKABLE void begin(const QString &text);
    /// What is shown is said in another language now.
    Q_INVOKABLE void retell() { Q_EMIT changed(); }
    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    [[nodiscard]] bool isEdited() const { return m_text != m_first; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] int problemLine() const { return m_fault ? m_fault->line : 0; }
    [[nodiscard]] int problemPosition() const;
    [[nodiscard]] QString lineNumbers() const;
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void changed();

private:
    void read();
    QString m_first, m_text;
    std::optional<ProfileFault> m_fault;
    int m_routes = 0;
    bool m_isTooLong = false;
};

} // namespace alcedo
