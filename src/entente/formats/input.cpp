#include "entente/formats/input.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

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
  /// Bytes that nobody has to set to zero first.
  struct Buffer {
    std::unique_ptr<char[]> data;
    std::size_t capacity = 0;
    void grow(std::size_t used, std::size_t wanted) {
      if (wanted <= capacity) return;
      capacity = std::max(wanted, 2 * capacity);  // a file without line ends is not copied often
      std::unique_ptr<char[]> larger(new char[capacity]);
      if (used > 0) std::memcpy(larger.get(), data.get(), used);
      data = std::move(larger);
    }
  };

  std::string path, name;
  int descriptor = -1;
  std::uint64_t bytes = 0, bytes_read = 0;
  std::unique_ptr<XXH3_state_t, HashCloser> hash{XXH3_createState()};
  std::vector<char> start;  // of the file, which was read to see whether it is packed
  std::unique_ptr<archive, ArchiveCloser> packed;
  std::array<char, 1 << 16> raw;  // what libarchive is unpacking
  std::vector<char> left;         // the beginning of a line whose end is still to come
  std::int64_t line = 1;
  bool started = false, over = false;

  State() { XXH3_128bits_reset(hash.get()); }
  ~State() {
    if (descriptor > STDIN_FILENO) ::close(descriptor);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  Result<void> open();
  Result<void> unpack();
  /// The file's own bytes; at most `most`, none at its end.
  ssize_t read_raw(char* to, std::size_t most);
  /// The same unpacked.
  Result<std::size_t> read(char* to, std::size_t most);
  Result<Block> cut(std::size_t most);
  Result<Block> next(std::size_t most);
  [[nodiscard]] base::Error archive_error() const {
    const char* message = archive_error_string(packed.get());
    return {fmt::format("cannot be unpacked ({})", message == nullptr ? "damaged" : message), path,
            "fetch the file again"};
  }
  /// Gives libarchive the bytes as they are given to us.
  static la_ssize_t feed(archive*, void* self, const void** bytes);
};

ssize_t Input::State::read_raw(char* to, std::size_t most) {
  if (!start.empty()) {
    const std::size_t size = std::min(most, start.size());
    std::memcpy(to, start.data(), size);
    start.erase(start.begin(), start.begin() + std::ptrdiff_t(size));
    return ssize_t(size);
  }
  ssize_t size;
  do {
    size = ::read(descriptor, to, most);
  } while (size < 0 && errno == EINTR);
  if (size <= 0) return size;
  XXH3_128bits_update(hash.get(), to, std::size_t(size));
  bytes_read += std::uint64_t(size);
  return size;
}

la_ssize_t Input::State::feed(archive* a, void* self, const void** bytes) {
  auto& state = *static_cast<State*>(self);
  const ssize_t size = state.read_raw(state.raw.data(), state.raw.size());
  if (size < 0) archive_set_error(a, errno, "%s", std::strerror(errno));
  *bytes = state.raw.data();
  return size < 0 ? ARCHIVE_FATAL : size;
}

Result<void> Input::State::open() {
  if (path == "-") {
    path = "standard input";
    name = "-";
    descriptor = STDIN_FILENO;
  } else {
    name = name_of(path);
    descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return fail(std::strerror(errno), path);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode))
      return fail("is a folder", path, "name the files in it");
    if (S_ISREG(status.st_mode)) bytes = std::uint64_t(status.st_size);
  }
  std::array<char, 4> first;
  while (start.size() < first.size()) {
    std::vector<char> before = std::move(start);
    start.clear();
    const ssize_t size = read_raw(first.data(), first.size() - before.size());
    if (size < 0) return fail(std::strerror(errno), path);
    start = std::move(before);
    start.insert(start.end(), first.begin(), first.begin() + size);
    if (size == 0) break;
  }
  return is_packed({start.data(), start.size()}) ? unpack() : Result<void>();
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
  if (!packed) {
    const ssize_t got = read_raw(to, most);
    if (got < 0) return fail(std::strerror(errno), path);
    over = got == 0;
    return std::size_t(got);
  }
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
  while (read_raw(raw.data(), raw.size()) > 0) continue;  // what is behind counts for the hash
  return 0;
}

Result<Block> Input::State::cut(std::size_t most) {
  auto buffer = std::make_shared<Buffer>();
  std::size_t size = left.size(), line_end = std::string_view::npos;
  buffer->grow(0, size + kBlock + 1);
  std::ranges::copy(left, buffer->data.get());
  for (;;) {
    buffer->grow(size, size + kBlock);
    const auto got = read(buffer->data.get() + size, kBlock);
    if (!got) return tl::unexpected(got.error());
    const std::string_view fresh(buffer->data.get() + size, *got);
    size += *got;
    if (*got == 0) break;
    const std::size_t last = fresh.rfind('\n');
    if (last != fresh.npos) line_end = size - *got + last;
    if (size >= most && line_end != std::string_view::npos) break;
  }
  const std::size_t end = over ? size : line_end + 1;
  left.assign(buffer->data.get() + end, buffer->data.get() + size);
  const std::string_view text(buffer->data.get(), end);
  return Block{text, line, std::move(buffer)};
}

Result<Block> Input::State::next(std::size_t most) {
  auto block = cut(most);
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
  state->path = path;
  if (auto opened = state->open(); !opened) return tl::unexpected(opened.error());
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
std::uint64_t Input::bytes() const { return state_->bytes; }
std::uint64_t Input::bytes_read() const { return state_->bytes_read; }

std::string Input::hash() const {
  if (!state_->over) return {};
  const XXH128_hash_t hash = XXH3_128bits_digest(state_->hash.get());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace entente::formats
