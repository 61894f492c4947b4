#include "entente/formats/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <vector>

#include "entente/base/hash.h"
#include "entente/base/mapped_file.h"

namespace entente::formats {

using base::fail;
using base::Result;

namespace {

constexpr std::size_t kBlock = 1 << 20;  // bytes
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct ArchiveCloser {
  void operator()(archive* a) const { archive_read_free(a); }
};
struct HashCloser {
  void operator()(XXH3_state_t* s) const { XXH3_freeState(s); }
};

bool is_packed(std::string_view bytes) {
  return bytes.starts_with("\x1f\x8b") || bytes.starts_with("PK\x03\x04");
}

std::string name_of(const std::string& path) {
  std::filesystem::path name = std::filesystem::path(path).filename();
  if (name.extension() == ".gz" || name.extension() == ".zip") name = name.stem();
  return name.string();
}

/// What archives have besides the file that matters.
bool is_companion(const archive_entry* entry) {
  const char* name = archive_entry_pathname(const_cast<archive_entry*>(entry));
  return archive_entry_filetype(const_cast<archive_entry*>(entry)) == AE_IFDIR ||
         (name != nullptr && std::string_view(name).starts_with("__MACOSX/"));
}

Result<void> check_encoding(std::string_view start, const std::string& path) {
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
    return fail("is in UTF-16", path, "convert it: iconv -f UTF-16 -t UTF-8");
  return {};
}

}  // namespace

struct Input::State {
  std::string path, name;
  std::optional<base::MappedFile> file;  // not for standard input
  std::size_t at = 0;                    // of the mapped file, when it is plain
  int descriptor = -1;                   // of standard input
  std::unique_ptr<archive, ArchiveCloser> packed;
  std::string hash;
  std::unique_ptr<XXH3_state_t, HashCloser> running_hash;
  std::uint64_t bytes_read = 0;
  std::array<char, 1 << 16> raw;
  std::vector<char> left;  // the beginning of a line whose end is still to come
  std::int64_t line = 1;
  bool started = false, over = false;

  Result<void> unpack();
  Result<std::size_t> read(char* to, std::size_t most);
  Result<Block> next_mapped(std::size_t most);
  Result<Block> next_streamed(std::size_t most);
  Result<Block> next(std::size_t most);
  [[nodiscard]] base::Error archive_error() const {
    const char* message = archive_error_string(packed.get());
    return {fmt::format("cannot be unpacked ({})", message == nullptr ? "damaged" : message), path,
            "fetch the file again"};
  }
  /// Gives libarchive the bytes as they are given to us.
  static la_ssize_t feed(archive*, void* self, const void** bytes);
};

la_ssize_t Input::State::feed(archive* a, void* self, const void** bytes) {
  auto& state = *static_cast<State*>(self);
  if (state.file) {
    const std::string_view all = state.file->bytes();
    const std::size_t size = std::min(all.size() - state.bytes_read, state.raw.size());
    *bytes = all.data() + state.bytes_read;
    state.bytes_read += size;
    return la_ssize_t(size);
  }
  ssize_t size;
  do {
    size = ::read(state.descriptor, state.raw.data(), state.raw.size());
  } while (size < 0 && errno == EINTR);
  if (size < 0) {
    archive_set_error(a, errno, "%s", std::strerror(errno));
    return ARCHIVE_FATAL;
  }
  XXH3_128bits_update(state.running_hash.get(), state.raw.data(), std::size_t(size));
  state.bytes_read += std::uint64_t(size);
  *bytes = state.raw.data();
  return size;
}

Result<void> Input::State::unpack() {
  packed.reset(archive_read_new());
  archive_read_support_filter_gzip(packed.get());
  archive_read_support_format_zip(packed.get());
  archive_read_support_format_raw(packed.get());
  archive_read_support_format_empty(packed.get());
  if (archive_read_open(packed.get(), this, nullptr, feed, nullptr) != ARCHIVE_OK)
    return tl::unexpected(archive_error());
  archive_entry* entry = nullptr;
  for (;;) {
    const int found = archive_read_next_header(packed.get(), &entry);
    over = found == ARCHIVE_EOF;
    if (found != ARCHIVE_OK && !over) return tl::unexpected(archive_error());
    if (over || !is_companion(entry)) return {};
  }
}

Result<std::size_t> Input::State::read(char* to, std::size_t most) {
  if (over) return 0;
  const la_ssize_t size = archive_read_data(packed.get(), to, most);
  if (size < 0) return tl::unexpected(archive_error());
  if (size > 0) return std::size_t(size);
  over = true;
  archive_entry* entry = nullptr;
  int found;
  while ((found = archive_read_next_header(packed.get(), &entry)) == ARCHIVE_OK)
    if (!is_companion(entry))
      return fail("holds several files", path, "unpack it, and name the files one by one");
  if (found != ARCHIVE_EOF) return tl::unexpected(archive_error());
  return 0;
}

Result<Block> Input::State::next_mapped(std::size_t most) {
  const std::string_view all = file->bytes().substr(at);
  std::size_t end = all.size();
  if (end > most) {
    const std::size_t line_end = all.find('\n', most);
    end = line_end == all.npos ? all.size() : line_end + 1;
  }
  at += end;
  bytes_read = at;
  return Block{all.substr(0, end), line, nullptr};
}

Result<Block> Input::State::next_streamed(std::size_t most) {
  auto buffer = std::make_shared<std::vector<char>>(std::move(left));
  left.clear();
  std::size_t size = buffer->size(), line_end = std::string_view::npos;
  for (;;) {
    // Doubling: a file without line ends is not copied again and again.
    if (buffer->size() < size + kBlock) buffer->resize(std::max(buffer->size() * 2, size + kBlock));
    const auto got = read(buffer->data() + size, kBlock);
    if (!got) return tl::unexpected(got.error());
    size += *got;
    if (*got == 0) break;
    if (size < most) continue;
    line_end = std::string_view(buffer->data(), size).rfind('\n');
    if (line_end != std::string_view::npos) break;
  }
  const std::size_t end = line_end == std::string_view::npos ? size : line_end + 1;
  left.assign(buffer->begin() + std::ptrdiff_t(end), buffer->begin() + std::ptrdiff_t(size));
  const std::string_view text(buffer->data(), end);
  return Block{text, line, std::move(buffer)};
}

Result<Block> Input::State::next(std::size_t most) {
  auto block = packed ? next_streamed(most) : next_mapped(most);
  if (!block) return block;
  line += std::count(block->text.begin(), block->text.end(), '\n');
  if (started) return block;
  started = true;
  if (auto checked = check_encoding(block->text, path); !checked)
    return tl::unexpected(checked.error());
  if (block->text.starts_with(kByteOrderMark)) block->text.remove_prefix(kByteOrderMark.size());
  return block;
}

Result<Input> Input::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path == "-" ? "standard input" : path;
  state->name = path == "-" ? "-" : name_of(path);
  if (path == "-") {
    state->descriptor = STDIN_FILENO;
    state->running_hash.reset(XXH3_createState());
    XXH3_128bits_reset(state->running_hash.get());
  } else {
    auto file = base::MappedFile::open(path);
    if (!file) return tl::unexpected(file.error());
    state->file = std::move(*file);
    state->hash = base::content_hash(state->file->bytes());
  }
  if (!state->file || is_packed(state->file->bytes()))
    if (auto unpacked = state->unpack(); !unpacked) return tl::unexpected(unpacked.error());
  return Input(std::move(state));
}

Input::Input(std::unique_ptr<State> state) : state_(std::move(state)) {}
Input::Input(Input&&) noexcept = default;
Input& Input::operator=(Input&&) noexcept = default;
Input::~Input() = default;

Result<Block> Input::next() { return state_->next(kBlock); }
Result<Block> Input::rest() { return state_->next(SIZE_MAX); }
const std::string& Input::name() const { return state_->name; }
const std::string& Input::path() const { return state_->path; }
std::uint64_t Input::bytes() const { return state_->file ? state_->file->bytes().size() : 0; }
std::uint64_t Input::bytes_read() const { return state_->bytes_read; }

std::string Input::hash() const {
  if (state_->file) return state_->hash;
  if (!state_->over) return {};
  const XXH128_hash_t hash = XXH3_128bits_digest(state_->running_hash.get());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace entente::formats
