// SPDX-License-Identifier: MIT
#include <alcedo/feed/feedtime.h>

#include <QTest>

using namespace alcedo;

class TestFeedTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datesAreNotMixedUp();
};

// A day is remembered from message to message.
void TestFeedTime::datesAreNotMixedUp()
{
    const auto time = [](std::string_view text) { return parseTime(text, TimeUnit::Rfc3339).value_or(-1); };
    constexpr std::int64_t Day = 86'400'000'000'000;
    const std::int64_t first = time("2021-04-17T00:00:00Z");
    QCOMPARE(first, Q_INT64_C(1'618'617'600'000'000'000));
    QCOMPARE(time("2021-04-18T00:00:00Z"), first + Day);
    QCOMPARE(time("2021-04-17T00:00:01Z"), first + 1'000'000'000);
    for (const std::string_view wrong :
         {"2021-04-31T00:00:00Z", "2021-04-1:T00:00:00Z", "2021/04/17T00:00:00Z"})
        QCOMPARE(time(wrong), -1);
    QCOMPARE(time(std::string_view("\0\0\0\0\0\0\0\0\0\0T00:00:00Z", 20)), -1);
    QCOMPARE(time("2021-04-17T00:00:02Z"), first + 2'000'000'000);
    for (const std::string_view wrong :
         {"2021-04-17T00:00:0/Z", "2021-04-17T0:00:00Z", "2021-04-17T24:00:00Z"})
        QCOMPARE(time(wrong), -1);
}

QTEST_GUILESS_MAIN(TestFeedTime)
#include "tst_feedtime.moc"
