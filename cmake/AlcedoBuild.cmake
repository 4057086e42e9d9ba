# SPDX-License-Identifier: MIT
# What every target of the tree shares: language, warnings, Qt, where outputs go.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_UNITY_BUILD_BATCH_SIZE 6)

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network WebSockets)
if(UNIX AND NOT APPLE)
  find_package(Qt6 6.4 REQUIRED COMPONENTS DBus)
endif()
find_package(Qt6Keychain REQUIRED)
find_package(simdjson REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)

add_library(alcedo_warnings INTERFACE)
target_compile_options(alcedo_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  $<$<BOOL:${ALCEDO_WARNINGS_AS_ERRORS}>:-Werror>)
target_compile_definitions(alcedo_warnings INTERFACE
  QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_STRICT_ITERATORS
  QT_USE_QSTRINGBUILDER QT_DISABLE_DEPRECATED_BEFORE=0x060400)

# GCC takes what the sanitizers insert for a way to uninitialized values.
string(TOUPPER "${CMAKE_BUILD_TYPE}" alcedo_build_type)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND "${CMAKE_CXX_FLAGS_${alcedo_build_type}}" MATCHES "-fsanitize")
  target_compile_options(alcedo_warnings INTERFACE -Wno-maybe-uninitialized)
endif()

# After alcedo_warnings where QML is compiled: the code that qmlcachegen writes shadows its own parameters.
add_library(alcedo_qml_warnings INTERFACE)
target_compile_options(alcedo_qml_warnings INTERFACE -Wno-shadow -Wno-conversion -Wno-unused-parameter)
# qmlcachegen's Q_GLOBAL_STATIC ends with a fence, which ThreadSanitizer does not model; gcc says so.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND "${CMAKE_CXX_FLAGS_${alcedo_build_type}}" MATCHES "-fsanitize=thread")
  target_compile_options(alcedo_qml_warnings INTERFACE -Wno-tsan)
endif()
