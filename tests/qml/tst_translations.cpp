// SPDX-License-Identifier: MIT
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

namespace {

/// Messages by context and source; the value says whether a translation is there.
QMap<QString, bool> messagesOf(const QString &path)
{
    QMap<QString, bool> messages;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    QString context, source, comment, text;
    bool finished = true;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            if (xml.name() == QLatin1String("name"))
                context = xml.readElementText();
            else if (xml.name() == QLatin1String("message"))
                source = comment = text = QString();
            else if (xml.name() == QLatin1String("source"))
                source = xml.readElementText();
            else if (xml.name() == QLatin1String("comment"))
                comment = xml.readElementText();
            else if (xml.name() == QLatin1String("translation")) {
                finished = xml.attributes().value(QLatin1String("type")) != QLatin1String("unfinished");
                text = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            }
        } else if (xml.isEndElement() && xml.name() == QLatin1String("message")) {
            messages.insert(context + QLatin1Char('|') + source + QLatin1Char('|') + comment,
                            finished && (!text.isEmpty() || source.trimmed().isEmpty()));
        }
    }
    return messages;
}

} // namespace

class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStringOfTheCodeIsTranslated();
    void placeholdersAreKept();

private:
    const QString m_root = qEnvironmentVariable("ALCEDO_SOURCE_DIR");
};

void TestTranslations::everyStringOfTheCodeIsTranslated()
{
    QTemporaryDir folder;
    const QString fresh = folder.filePath(QStringLiteral("fresh.ts"));
    QProcess lupdate;
    lupdate.start(QStringLiteral(LUPDATE), {QStringLiteral("-silent"), QStringLiteral("-locations"),
                                            QStringLiteral("none"), m_root + QStringLiteral("/app"),
                                            m_root + QStringLiteral("/qml"), QStringLiteral("-ts"), fresh});
    QVERIFY(lupdate.waitForFinished(60'000));
    QCOMPARE(lupdate.exitCode(), 0);
    const auto wanted = messagesOf(fresh);
    const auto given = messagesOf(m_root + QStringLiteral("/resources/translations/alcedo_ja.ts"));
    QVERIFY2(wanted.size() > 100, "lupdate found the strings");
    QStringList missing;
    for (auto it = wanted.cbegin(); it != wanted.cend(); ++it) {
        if (!given.value(it.key()))
            missing << it.key();
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
}

void TestTranslations::placeholdersAreKept()
{
    QFile file(m_root + QStringLiteral("/resources/translations/alcedo_ja.ts"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    QString source;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QLatin1String("source")) {
            source = xml.readElementText();
        } else if (xml.isStartElement() && xml.name() == QLatin1String("translation")) {
            const QString text = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            for (int i = 1; i < 8; ++i) {
                const QString place = QLatin1Char('%') + QString::number(i);
                QVERIFY2(source.contains(place) == text.contains(place),
                         qPrintable(source + QStringLiteral(" -> ") + text));
            }
        }
    }
    QVERIFY(!xml.hasError());
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
