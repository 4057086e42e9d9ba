// SPDX-License-Identifier: MIT
// What CBOR costs beside JSON: a data message of 50 quotes, both ways, and Qt's stream reader and writer on
// the same bytes as a measure.
#include <alcedo/wire/cbor.h>
#include <alcedo/wire/jsoncodec.h>

#include <QCborStreamReader>
#include <QCborStreamWriter>
#include <benchmark/benchmark.h>

using namespace alcedo;

namespace {

QByteArray message()
{
    wire::Data data{1, 41, {}};
    for (std::uint64_t i = 0; i < 50; ++i) {
        const QByteArray number = QByteArray::number(double(i) * 1.25 + 67'000.01, 'f', 2);
        data.pubs.push_back(
            {42 + i,
             1'700'000'000'000,
             "{\"bid\":" + number + ",\"ask\":" + number + ",\"size\":12,\"venue\":\"XNAS\",\"open\":true}",
             QStringLiteral("AAPL%1").arg(i),
             {}});
    }
    return JsonCodec::encode(wire::Notification{data});
}

void count(benchmark::State &state, qsizetype bytes)
{
    state.SetBytesProcessed(std::int64_t(state.iterations()) * bytes);
    state.counters["bytes"] = double(bytes);
}

void decodeJson(benchmark::State &state)
{
    JsonCodec codec;
    const QByteArray json = message();
    for (auto _ : state)
        benchmark::DoNotOptimize(codec.decode(json));
    count(state, json.size());
}
BENCHMARK(decodeJson);

void decodeCbor(benchmark::State &state)
{
    JsonCodec codec;
    const QByteArray cbor = cborFromJson(message());
    for (auto _ : state)
        benchmark::DoNotOptimize(codec.decode(*jsonFromCbor(cbor)));
    count(state, cbor.size());
}
BENCHMARK(decodeCbor);

void jsonOfCbor(benchmark::State &state)
{
    const QByteArray cbor = cborFromJson(message());
    for (auto _ : state)
        benchmark::DoNotOptimize(jsonFromCbor(cbor));
    count(state, cbor.size());
}
BENCHMARK(jsonOfCbor);

void cborOfJson(benchmark::State &state)
{
    const QByteArray json = message();
    for (auto _ : state)
        benchmark::DoNotOptimize(cborFromJson(json));
    count(state, json.size());
}
BENCHMARK(cborOfJson);

/// Only walked over, every text read, nothing made of it.
void walk(QCborStreamReader &reader)
{
    while (reader.hasNext()) {
        if (reader.isContainer()) {
            reader.enterContainer();
            walk(reader);
            reader.leaveContainer();
        } else if (reader.isString()) {
            for (auto part = reader.readString(); part.status == QCborStreamReader::Ok;
                 part = reader.readString())
                benchmark::DoNotOptimize(part.data);
        } else {
            reader.next();
        }
    }
}

void qtWalksCbor(benchmark::State &state)
{
    const QByteArray cbor = cborFromJson(message());
    for (auto _ : state) {
        QCborStreamReader reader(cbor);
        walk(reader);
    }
    count(state, cbor.size());
}
BENCHMARK(qtWalksCbor);

/// As many heads, texts and numbers as a message has, with nothing read before.
void qtWritesCbor(benchmark::State &state)
{
    for (auto _ : state) {
        QByteArray out;
        QCborStreamWriter writer(&out);
        writer.startArray(50);
        for (int i = 0; i < 50; ++i) {
            writer.startMap(5);
            for (const char *name : {"bid", "ask"}) {
                writer.append(QLatin1String(name));
                writer.append(67'000.01 + i);
            }
            writer.append(QLatin1String("size"));
            writer.append(12);
            writer.append(QLatin1String("venue"));
            writer.append(QLatin1String("XNAS"));
            writer.append(QLatin1String("open"));
            writer.append(true);
            writer.endMap();
        }
        writer.endArray();
        benchmark::DoNotOptimize(out);
    }
}
BENCHMARK(qtWritesCbor);

} // namespace
