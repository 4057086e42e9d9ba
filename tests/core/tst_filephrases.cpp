// SPDX-License-Identifier: MIT
#include <alcedo/core/error.h>
#include <alcedo/core/filephrases.h>

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QTemporaryDir>
#include <QTest>

using namespace alcedo;

/// Why a file cannot be read or written, and that it has a code by which it is said in other languages.
class TestFilePhrases : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void faults_data();
    void faults();
    void notAllowed();
    void anErrorKeepsItsWords();

private:
    QTemporaryDir m_folder;
};

void TestFilePhrases::faults_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("written");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *what, const char *name, bool written, const char *code) {
        QTest::newRow(what) << QString::fromLatin1(name) << written << QString::fromLatin1(code);
    };
    row("read, not there", "nothing.json", false, "file.not-there");
    row("read, no such folder", "no/nothing.json", false, "file.not-there");
    row("read, a folder", ".", false, "file.is-folder");
    row("written, no such folder", "no/out.json", true, "file.not-there");
    row("written, a folder", ".", true, "file.is-folder");
    row("places in the name", "%1 %2.json", false, "file.not-there");
}

void TestFilePhrases::faults()
{
    QFETCH(const QString, name);
    QFETCH(const bool, written);
    QFETCH(const QString, code);
    const QString path = QDir(m_folder.path()).filePath(name);
    QFile read(path);
    QSaveFile save(path);
    QFileDevice &file = written ? static_cast<QFileDevice &>(save) : read;
    QVERIFY(!file.open(written ? QFile::WriteOnly : QFile::ReadOnly));
    const Words fault = faultOf(file);
    QVERIFY2(fault.phrase(), qPrintable(fault.text()));
    QCOMPARE(QString::fromLatin1(fault.phrase()->code), code);
    if (code == QLatin1String("file.not-there"))
        QCOMPARE(fault.text(), file.errorString()); // in English, as ever
    const Words whole = written ? cannotWrite(file) : cannotRead(file);
    QCOMPARE(whole.text(), QString(QLatin1String(written ? "cannot write " : "cannot read ") + path +
                                   QLatin1String(": ") + fault.text()));
}

void TestFilePhrases::notAllowed()
{
    const QString path = m_folder.filePath(QStringLiteral("locked"));
    QFile file(path);
    QVERIFY(file.open(QFile::WriteOnly));
    file.close();
    QVERIFY(file.setPermissions({}));
    if (file.open(QFile::ReadOnly))
        QSKIP("this user may read everything (root)");
    QCOMPARE(QString::fromLatin1(faultOf(file).phrase()->code), QStringLiteral("file.not-allowed"));
    QCOMPARE(faultOf(file).text(), file.errorString());
}

void TestFilePhrases::anErrorKeepsItsWords()
{
    const Words words = say(FilePhrase::CannotRead, {QStringLiteral("a"), say(FilePhrase::TooLarge)});
    const Error error(ErrorCode::Io, words);
    QCOMPARE(error.message(), QStringLiteral("cannot read a: it is too large"));
    QCOMPARE(error.words().phrase(), words.phrase());
    QCOMPARE(error.words().arguments().at(1).phrase(), &filePhrases()[std::size_t(FilePhrase::TooLarge)]);
    const Error plain(ErrorCode::Io, QStringLiteral("cannot read a: it is too large"));
    QVERIFY(!plain.words().phrase());
    QVERIFY(error != plain);
    const Error built(ErrorCode::Io, QStringLiteral("a") + QStringLiteral("b"));
    QCOMPARE(built.message(), QStringLiteral("ab"));
}

QTEST_GUILESS_MAIN(TestFilePhrases)
#include "tst_filephrases.moc"
