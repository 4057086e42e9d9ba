// SPDX-License-Identifier: MIT
// A hostile profile: any text through the loader; one that is taken then reads a few messages, and itself.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/profiletemplate.h>

#include <cstdlib>

using namespace alcedo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(bytes), qsizetype(size));
    auto profile = FeedProfile::parse(text, QStringLiteral("fuzz.json"));
    if (!profile) {
        // Every mistake names its line.
        if (!profile.error().message().startsWith(QLatin1String("fuzz.json:")) ||
            profile.error().detail() < 1)
            std::abort();
        return 0;
    }
    int id = 1;
    if (const auto params = profileParams(*profile, {})) {
        for (const auto *requests : {&profile->signIn, &profile->subscribe, &profile->unsubscribe}) {
            for (const FeedProfile::Request &request : *requests)
                (void)fillRequest(request, *params, id);
        }
        for (const QString &endpoint : profile->endpoints)
            (void)fillAddress(endpoint, *params);
    }
    Mapping mapping(std::move(profile).value());
    RecordBatchBuilder builder;
    for (const QByteArray &message :
         {text, QByteArray(R"({"a":[{"b":1,"c":"x"}],"t":"2021-01-01","n":-1.5e3})"),
          QByteArray(R"([1,[2,3],"hb",{"k":null}])"), QByteArray("pong")})
        (void)mapping.map(message, 1, builder);
    (void)mapping.answer(text);
    mapping.reset();
    return 0;
}
