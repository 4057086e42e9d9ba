// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/dashboardoptions.h>

#include <commands/duration.h>
#include <commands/sourceword.h>

#include <alcedo/recording/recordingwriter.h>

#include <QCommandLineParser>
#include <QRegularExpression>

namespace alcedo {

namespace {

Error wrong(const QString &option, const QString &value, const QString &expected)
{
    return Error(ErrorCode::InvalidArgument,
                 QStringLiteral("--%1 %2: expected %3").arg(option, value, expected));
}

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({{QStringLiteral("source"), {}, QStringLiteral("SOURCE")},
                       {QStringLiteral("screenshot"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("after"), {}, QStringLiteral("TIME"), QStringLiteral("3s")},
                       {QStringLiteral("size"), {}, QStringLiteral("WxH")},
                       {QStringLiteral("theme"), {}, QStringLiteral("THEME")},
                       {QStringLiteral("lang"), {}, QStringLiteral("LANGUAGE")},
                       {QStringLiteral("text-scale"), {}, QStringLiteral("FACTOR")},
                       {QStringLiteral("no-demo"), {}},
                       {QStringLiteral("states"), {}},
                       {QStringLiteral("open"), {}, QStringLiteral("PART")},
                       {QStringLiteral("startup-time"), {}},
                       {QStringLiteral("recording"), {}, QStringLiteral("FILE")},
                       {QStringLiteral("recording-size"), {}, QStringLiteral("BYTES")},
                       {QStringLiteral("no-recording"), {}},
                       {QStringLiteral("status-json"), {}}});
}

Result<QSize> parseWindowSize(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d{3,5})x(\\d{3,5})$"));
    const auto match = pattern.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    if (!match.hasMatch() || size.width() > 8000 || size.height() > 8000)
        return wrong(QStringLiteral("size"), text, QStringLiteral("WIDTHxHEIGHT, as 1600x1000"));
    return size;
}

Result<Preferences::ThemeChoice> parseTheme(const QString &text)
{
    if (text == QLatin1String("dark"))
        return Preferences::ThemeChoice::Dark;
    if (text == QLatin1String("light"))
        return Preferences::ThemeChoice::Light;
    if (text == QLatin1String("system"))
        return Preferences::ThemeChoice::System;
    return wrong(QStringLiteral("theme"), text, QStringLiteral("dark, light or system"));
}

Result<void> parseLook(const QCommandLineParser &parser, DashboardOptions &options)
{
    if (parser.isSet(QStringLiteral("size"))) {
        auto size = parseWindowSize(parser.value(QStringLiteral("size")));
        if (!size)
            return size.error();
        options.size = *size;
    }
    if (parser.isSet(QStringLiteral("theme"))) {
        auto theme = parseTheme(parser.value(QStringLiteral("theme")));
        if (!theme)
            return theme.error();
        options.theme = *theme;
    }
    options.language = parser.value(QStringLiteral("lang"));
    if (parser.isSet(QStringLiteral("lang")) && options.language != QLatin1String("en") &&
        options.language != QLatin1String("ja"))
        return wrong(QStringLiteral("lang"), options.language, QStringLiteral("en or ja"));
    if (parser.isSet(QStringLiteral("text-scale"))) {
        bool ok = false;
        const QString text = parser.value(QStringLiteral("text-scale"));
        const double scale = text.toDouble(&ok);
        if (!ok || !(scale >= 0.75 && scale <= 2.5))
            return wrong(QStringLiteral("text-scale"), text, QStringLiteral("0.75 to 2.5"));
        options.textScale = scale;
    }
    return {};
}

} // namespace

Result<DashboardOptions> DashboardOptions::parse(const QStringList &args)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(QStringList{QStringLiteral("alcedo")} + args))
        return Error(ErrorCode::InvalidArgument, parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return Error(ErrorCode::InvalidArgument,
                     QStringLiteral("unexpected word: %1").arg(parser.positionalArguments().constFirst()));
    DashboardOptions options;
    options.sources = parser.values(QStringLiteral("source"));
    options.picture = parser.value(QStringLiteral("screenshot"));
    options.demo = !parser.isSet(QStringLiteral("no-demo"));
    options.statesPage = parser.isSet(QStringLiteral("states"));
    options.statusLines = parser.isSet(QStringLiteral("status-json"));
    options.startupTime = parser.isSet(QStringLiteral("startup-time"));
    options.records = !parser.isSet(QStringLiteral("no-recording"));
    options.recording = parser.value(QStringLiteral("recording"));
    if (parser.isSet(QStringLiteral("recording-size"))) {
        const auto size = alcedo::parseSize(parser.value(QStringLiteral("recording-size")));
        if (!size || *size < RecordingWriter::LeastBytes)
            return wrong(QStringLiteral("recording-size"), parser.value(QStringLiteral("recording-size")),
                         QStringLiteral("4M or more, as 500M or 20G"));
        options.recordingBytes = *size;
    }
    if (parser.isSet(QStringLiteral("screenshot")) && options.picture.isEmpty())
        return wrong(QStringLiteral("screenshot"), {}, QStringLiteral("a file name"));
    const auto after = parseDuration(parser.value(QStringLiteral("after")));
    if (!after)
        return wrong(QStringLiteral("after"), parser.value(QStringLiteral("after")),
                     QStringLiteral("a time, as 5s or 500ms"));
    options.after = *after;
    static const QStringList parts{
        QStringLiteral("connections"), QStringLiteral("add-source"), QStringLiteral("inspector"),
        QStringLiteral("palette"),     QStringLiteral("keys"),       QStringLiteral("menu"),
        QStringLiteral("paused"),      QStringLiteral("scrubbed"),   QStringLiteral("replaying")};
    options.open = parser.value(QStringLiteral("open"));
    if (parser.isSet(QStringLiteral("open")) && !parts.contains(options.open.section(u':', 0, 0)))
        return wrong(QStringLiteral("open"), options.open, parts.join(QStringLiteral(", ")));
    if (auto look = parseLook(parser, options); !look)
        return look.error();
    return options;
}

Result<void> prepareDisplay(const DashboardOptions &options)
{
    if (!qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        return {};
    if (options.isPicture()) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        if (qEnvironmentVariableIsEmpty("QT_QUICK_BACKEND"))
            qputenv("QT_QUICK_BACKEND", "software");
        return {};
    }
#if defined(Q_OS_LINUX)
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        return Error(ErrorCode::NotSupported,
                     QStringLiteral("no display: set DISPLAY or WAYLAND_DISPLAY, or use --screenshot FILE, "
                                    "or alcedo serve for a server without a window"));
#endif
    return {};
}

} // namespace alcedo
