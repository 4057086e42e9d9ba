// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "framering.h"
#include "frametext.h"
#include "rowlistmodel.h"
#include "shapeplace.h"

#include <alcedo/core/result.h>
#include <alcedo/feed/fieldtrace.h>
#include <alcedo/feed/shapeinference.h>

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QQmlParserStatus>
#include <QTimer>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>
#include <functional>
#include <memory>

namespace alcedo {

class Dashboard;
class InspectorModel;

/// A look at what a source sends, for a person who adds it: its newest messages, line by line, and the fields
/// that a guess proposes, with their values. What the person corrects holds over all later guesses; write()
/// makes a profile of it. The guess is made in another thread, once a second while messages come.
/// Thread: GUI.
class SourceProbe : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_MOC_INCLUDE("inspectormodel.h")
    /// -1: none is looked at.
    Q_PROPERTY(int sourceId READ sourceId WRITE setSourceId NOTIFY sourceIdChanged)
    /// The messages stand still; the guess goes on.
    Q_PROPERTY(bool held MEMBER m_held NOTIFY heldChanged)
    /// Lines: number, indent, key, value, tail, isText, path, note; a message begins with a line of indent
    /// -1.
    Q_PROPERTY(QAbstractItemModel *lines READ lines CONSTANT)
    /// Rows: isKind, kind, name, path, type, role, now, rate, chosen, reason; spark (a SparkShape: the newest
    /// values of the newest key), lag (of the chosen time: how old the newest message was when it came).
    Q_PROPERTY(QAbstractItemModel *fields READ fields CONSTANT)
    Q_PROPERTY(int messages READ messages NOTIFY changed)
    Q_PROPERTY(int fieldCount READ fieldCount NOTIFY changed)
    /// "record kinds: 2, read from 412 messages".
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    /// What it will be seen in: maps of panel ("watchlist"), title, text ("quote by zone: price, bid"),
    /// choice (a person may leave it out). At most four.
    Q_PROPERTY(QVariantList suggestions READ suggestions NOTIFY suggestionsChanged)
    /// The newest key of what charts can show; empty where there is nothing of the kind.
    Q_PROPERTY(QString firstKey READ firstKey NOTIFY suggestionsChanged)
    /// Where the field of lookFor() stands in fields; -1: nowhere.
    Q_PROPERTY(int selectedRow READ selectedRow NOTIFY selectedRowChanged)
    /// Why write(), correct() or word() failed; empty where it did not.
    Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
public:
    static constexpr int TurnMs = 100; ///< from what comes to the lines; the guess is made once a second

    explicit SourceProbe(QObject *parent = nullptr);
    ~SourceProbe() override;
    void classBegin() override {}
    void componentComplete() override;

    [[nodiscard]] int sourceId() const { return m_sourceId; }
    void setSourceId(int id);
    [[nodiscard]] QAbstractItemModel *lines() { return &m_lines; }
    [[nodiscard]] QAbstractItemModel *fields() { return &m_fields; }
    [[nodiscard]] int messages() const { return m_messages; }
    [[nodiscard]] int fieldCount() const { return m_fields.rowCount(); }
    [[nodiscard]] QString summary() const;
    [[nodiscard]] QVariantList suggestions() const { return m_suggestions; }
    [[nodiscard]] QString firstKey() const { return m_firstKey; }
    [[nodiscard]] QString problem() const { return m_problem ? m_problem() : QString(); }
    [[nodiscard]] int selectedRow() const { return m_selectedRow; }

    /// Takes a field in or leaves it out; of a kind, all of it.
    Q_INVOKABLE void toggle(int row);
    /// What a row may be instead, for choose(): maps of value, text and current. Of a field its roles, of a
    /// kind the sorts of records. What is asked about stays asked about until the next call, also where a
    /// new guess moves its row.
    Q_INVOKABLE QVariantList choices(int row);
    Q_INVOKABLE void choose(const QString &value);
    /// The next of the choices that are free.
    Q_INVOKABLE void chooseNext(int row);
    /// The profile as it stands, in JSON. word: of the source that it is put beside; empty: of a new source.
    /// Empty with why in problem() where there is none.
    Q_INVOKABLE QString text(const QString &name, const QString &address, const QString &word);
    /// Writes the profile; the SOURCE word for it, or an empty text with why in problem(). edited: the
    /// profile's text by a person's hand; empty: as it is proposed.
    Q_INVOKABLE QString write(const QString &name, const QString &address, const QString &edited = {});
    /// Begins with what an Inspector has of the source, and takes in the field at a place (a JSON Pointer) of
    /// its chosen frame. word: what the source was made from. Call after sourceId is set.
    Q_INVOKABLE void lookFor(alcedo::InspectorModel *frames, const QString &pointer, const QString &word);
    /// Writes the source's profile with the proposal's routes behind its own; the SOURCE word for it, or an
    /// empty text with why in problem(). What is only looked at ("raw") gets a profile as by write().
    Q_INVOKABLE QString correct(const QString &sourceName, const QString &word, const QString &edited = {});
    /// What a shipped profile asks for: maps of name, title, list, secret, value.
    Q_INVOKABLE QVariantList params(const QString &profile) const;
    /// The SOURCE word for a profile with values by name (a list's separated by commas). Secrets are kept in
    /// the SecretStore and are no part of it.
    Q_INVOKABLE QString word(const QString &profile, const QVariantMap &values);
    /// Titles of shipped profiles: maps of name and title.
    Q_INVOKABLE QVariantList profiles() const;

    /// What a turn of the screen does. Public for tests.
    void take(const std::deque<TappedFrame> &frames);
    /// A guess is there. Public for tests.
    void show(const QList<ShapeKind> &kinds);

Q_SIGNALS:
    void sourceIdChanged();
    void heldChanged();
    void changed();
    void suggestionsChanged();
    void problemChanged();
    void selectedRowChanged();

private:
    /// A field that a person pointed at in a message.
    struct Wanted
    {
        QByteArray seen;       ///< the message; where the routes of its source see another, that
        QString pointer;       ///< from the message's root; empty: nothing is wanted
        bool alone = false;    ///< beside a profile that knows its feed
        bool isUnseen = false; ///< no guess had it yet
        bool isSeen = true;    ///< seen is what routes see
    };
    [[nodiscard]] bool takeWanted();
    void selectWanted();
    [[nodiscard]] Result<QByteArray> profileText(const QString &name, const QString &address,
                                                 const QString &word) const;
    [[nodiscard]] QString save(const QString &name, const QByteArray &json);
    [[nodiscard]] static QStringList rolesFor(const ShapeKind &kind, const ShapeField &field);
    void setRole(ShapeKind &kind, ShapeField &field, const QString &role);
    void setRecord(const ShapeKind &kind, const QString &record);
    void showNewest();
    void guess();
    void refresh();
    void suggest();
    /// In the language of the day, whenever it is asked; null: there is none.
    void setProblem(std::function<QString()> problem);
    [[nodiscard]] QVariantList rowOf(const ShapeKind &kind) const;
    [[nodiscard]] QVariantList rowOf(const ShapeKind &kind, const ShapeField &field) const;
    [[nodiscard]] QString lagText(const ShapeField &field) const;
    [[nodiscard]] QString correctionKey(const ShapeKind &kind, const QString &path) const;

    QPointer<Dashboard> m_dashboard;
    std::shared_ptr<FrameRing> m_ring;
    int m_sourceId = -1, m_messages = 0, m_guessed = 0;
    bool m_held = false, m_isGuessing = false;
    ShapeInference m_guess; ///< where routes see other messages, only those that came since the last guess
    std::deque<TappedFrame> m_newest; ///< the newest first
    QTimer m_second, m_turn;
    QList<ShapeKind> m_proposed;            ///< as the guess has them
    QList<ShapeKind> m_kinds;               ///< with what the person corrected
    QList<ShapePlace> m_places;             ///< of the rows; field -1: the kind's own, -2: levels
    QHash<QString, QString> m_corrections;  ///< kind and path to role
    QHash<QString, bool> m_kindCorrections; ///< kind to whether it is left out
    QHash<QString, RecordKind> m_recordCorrections;
    QString m_choosingKind, m_choosingPath; ///< what choices() was asked about; no path: the kind
    Wanted m_wanted;
    /// Of a profile whose routes see other messages than those that came. One guess at a time uses it.
    struct Rewriting
    {
        explicit Rewriting(const FeedProfile &profile)
            : reader(profile)
        {
        }
        RouteReader reader;
        ShapeInference guess;
    };
    std::shared_ptr<Rewriting> m_rewriting;
    std::unique_ptr<FieldTrace> m_opening; ///< beside it, for the lines
    int m_selectedRow = -1;
    RowListModel m_lines, m_fields;
    FrameText m_text;
    QVariantList m_suggestions;
    QString m_firstKey;
    std::function<QString()> m_problem;
};

} // namespace alcedo
