#include "entente/text/source.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "entente/base/hash.h"
#include "entente/base/utf8.h"
#include "entente/text/cleanup_head.h"
#include "entente/text/html.h"
#include "entente/text/pdf.h"
#include "entente/text/source_bytes.h"
#include "entente/text/tokens_characters.h"

namespace entente::text {

namespace {

namespace fs = std::filesystem;
using Document = model::Document;

constexpr std::size_t kSniffed = 4096;  // bytes by which a format is told
constexpr std::size_t kLargestPdf = std::size_t{512} << 20;

enum class Format { text, html, pdf, json_lines, json, binary, utf16 };

/// A file of the walk, or what stands in its place.
struct Entry {
  std::string path;  // "-" for the standard input
  std::string id;
  std::uint64_t size = 0;
  std::optional<base::Error> error;
};

// ---------------------------------------------------------------------------------------------
// What is a file

bool has_extension(std::string_view path, std::initializer_list<std::string_view> extensions) {
  const std::string extension = fs::path(path).extension().string();
  return std::ranges::any_of(extensions,
                             [&](auto e) { return equals_ignoring_case(extension, e); });
}

bool starts_ignoring_case(std::string_view text, std::string_view small) {
  return equals_ignoring_case(text.substr(0, small.size()), small);
}

/// Or like XML with paragraphs that are called as a page's are (TEI, NITF).
bool looks_like_html(std::string_view head, std::string_view path) {
  for (const std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<article"})
    if (starts_ignoring_case(head, tag)) return true;
  if (starts_ignoring_case(head, "<?xml") || starts_ignoring_case(head, "<!--") ||
      has_extension(path, {".xml"}))
    return std::ranges::any_of(std::to_array<std::string_view>({"<html", "<p>", "<p "}),
                               [&](auto tag) { return head.find(tag) != head.npos; });
  return has_extension(path, {".html", ".htm", ".xhtml"}) && head.find('<') != head.npos;
}

Format format_of(std::string_view head, std::string_view path) {
  if (head.substr(0, 1024).find("%PDF-") != std::string_view::npos) return Format::pdf;
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return Format::utf16;
  if (head.find('\0') != std::string_view::npos) return Format::binary;
  const std::string_view content = trimmed(head);
  if (looks_like_html(content, path)) return Format::html;
  if (has_extension(path, {".jsonl", ".ndjson"})) return Format::json_lines;
  const bool json = has_extension(path, {".json"});
  if (content.starts_with('[') && json) return Format::json;
  if (content.starts_with('{')) {
    const bool complete = trimmed(content.substr(0, content.find('\n'))).size() > 1;
    if (!complete) return json ? Format::json : Format::text;
    if (json || trimmed(content.substr(1)).starts_with('"')) return Format::json_lines;
  }
  return Format::text;
}

// ---------------------------------------------------------------------------------------------
// One document a file

base::Result<void> check_utf8(std::string_view text, const std::string& where) {
  if (const auto byte = base::first_invalid_utf8(text))
    return base::fail("not UTF-8", fmt::format("{}: byte {}", where, *byte),
                      "convert it, for example: iconv -f WINDOWS-1252 -t UTF-8");
  return {};
}

base::Result<Document> read_text(std::string text, const std::string& where) {
  if (trimmed(text).empty()) return base::fail("no text", where, "the file holds only white space");
  if (const std::size_t nul = text.find('\0'); nul != std::string::npos)
    return base::fail("a NUL byte in the text", fmt::format("{}: byte {}", where, nul),
                      "remove it, or save the file as text");
  Document document;
  if (const auto front = front_matter(text)) {
    if (!front->is_closed)
      return base::fail("front matter is not closed", where, "end it with a line of three hyphens");
    document.title = front->title.of(text);
    document.author = front->author;
    document.source = front->source;
    document.url = front->url;
    if (!front->date.empty()) {
      document.date = read_date(front->date);
      if (!document.date)
        return base::fail(fmt::format("\"{}\" in the front matter is no date", front->date), where,
                          "write it as YYYY-MM-DD");
    }
  }
  document.text = std::move(text);
  return document;
}

base::Result<Document> read_whole(ByteStream& stream, Format format, const std::string& where) {
  const std::size_t limit = format == Format::pdf ? kLargestPdf : kLargestDocument;
  auto bytes = stream.rest(limit);
  if (stream.failed())
    return base::fail("cannot be read to its end", where, "check the disk or connection");
  if (!bytes)
    return base::fail(fmt::format("over {} MB, too large for one document", limit >> 20), where,
                      "split it, or give JSON Lines with one document a line");
  if (format == Format::pdf) return read_pdf(*bytes, where);
  if (const auto valid = check_utf8(*bytes, where); !valid) return tl::unexpected(valid.error());
  if (format == Format::html) return read_html(*bytes, where);
  return read_text(std::move(*bytes), where);
}

// ---------------------------------------------------------------------------------------------
// JSON Lines

class JsonLines {
 public:
  /// Reads the line at `where`; a document without an id is given `id`.
  base::Result<Document> read(std::string_view line, const std::string& where,
                              const std::string& id) {
    where_ = where;
    if (const auto valid = check_utf8(line, where_); !valid) return tl::unexpected(valid.error());
    buffer_.assign(line);
    buffer_.reserve(line.size() + simdjson::SIMDJSON_PADDING);
    simdjson::dom::element root;
    if (const auto error = parser_.parse(buffer_.data(), line.size(), false).get(root))
      return base::fail(fmt::format("not JSON ({})", simdjson::error_message(error)), where_,
                        "write one object a line");
    simdjson::dom::object object;
    if (root.get(object) != simdjson::SUCCESS)
      return base::fail("not a JSON object", where_, R"(write {"id": …, "text": …})");
    return document_of(object, id);
  }

 private:
  base::Result<Document> document_of(simdjson::dom::object object, const std::string& id) {
    Document document;
    document.id = id;
    std::string date;
    struct Field {
      const char* key;
      std::string* value;
    };
    const std::array<Field, 8> fields{{{"id", &document.id},
                                       {"text", &document.text},
                                       {"title", &document.title},
                                       {"author", &document.author},
                                       {"source", &document.source},
                                       {"url", &document.url},
                                       {"language", &document.language},
                                       {"date", &date}}};
    for (const auto& [key, value] : fields)
      if (!take(object, key, *value))
        return base::fail(fmt::format("\"{}\" is not a string", key), where_, "put it in quotes");
    if (document.text.find('\0') != std::string::npos)
      return base::fail("the text holds a NUL character", where_, "remove it");
    if (trimmed(document.text).empty())
      return base::fail("no text", where_, R"(give it as "text")");
    if (!date.empty()) {
      document.date = read_date(date);
      if (!document.date)
        return base::fail(fmt::format("\"{}\" is no date", date), where_, "write it as YYYY-MM-DD");
    }
    return document;
  }

  /// False when the field is there but is neither a string, null nor, for the id, a whole number.
  static bool take(simdjson::dom::object object, const char* key, std::string& value) {
    simdjson::dom::element field;
    if (object[key].get(field) != simdjson::SUCCESS || field.is_null()) return true;
    std::string_view text;
    std::int64_t number = 0;
    if (field.get(text) == simdjson::SUCCESS)
      value = text;
    else if (std::string_view(key) == "id" && field.get(number) == simdjson::SUCCESS)
      value = std::to_string(number);
    else
      return false;
    return true;
  }

  simdjson::dom::parser parser_;
  std::string buffer_;  // a line with the padding that simdjson reads over
  std::string where_;
};

// ---------------------------------------------------------------------------------------------
// Finding files

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

void list_folder(const std::string& folder, std::vector<Entry>& entries) {
  std::error_code error;
  std::vector<Entry> found;
  auto walk = fs::recursive_directory_iterator(
      folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    std::error_code unreadable;
    if (is_hidden(walk->path())) {
      if (walk->is_directory(unreadable)) walk.disable_recursion_pending();
    } else if (walk->is_regular_file(unreadable)) {
      found.push_back({walk->path().string(),
                       walk->path().lexically_relative(folder).generic_string(),
                       walk->file_size(unreadable), std::nullopt});
    }
  }
  if (error)
    found.push_back({folder, folder, 0,
                     base::Error{"the folder cannot be read: " + error.message(), folder,
                                 "check its permissions"}});
  else if (found.empty())
    found.push_back({folder, folder, 0, base::Error{"no files in the folder", folder, {}}});
  std::ranges::sort(found, {}, &Entry::id);
  std::ranges::move(found, std::back_inserter(entries));
}

void list_input(const std::string& input, std::vector<Entry>& entries) {
  if (input == "-") return entries.push_back({"-", "-", 0, std::nullopt});
  std::error_code error;
  const fs::file_status status = fs::status(input, error);
  if (status.type() == fs::file_type::directory) return list_folder(input, entries);
  Entry entry{input, fs::path(input).filename().string(), 0, std::nullopt};
  if (status.type() == fs::file_type::not_found)
    entry.error = base::Error{"no such file or folder", input, "check its name"};
  else if (status.type() == fs::file_type::regular)
    entry.size = fs::file_size(input, error);
  entries.push_back(std::move(entry));
}

}  // namespace

// ---------------------------------------------------------------------------------------------
// The walk

struct Source::Walk {
  std::vector<Entry> entries;
  std::size_t at = 0;               // the entry that is read, or is next
  std::optional<ByteStream> lines;  // the JSON Lines file that is being read
  std::size_t line_number = 0;
  JsonLines json;
  std::uint64_t bytes = 0, bytes_before = 0;  // of all files; of those that are done

  [[nodiscard]] const Entry& entry() const { return entries[at]; }
  [[nodiscard]] const std::string& where() const { return entry().path; }

  void finish_file() {
    bytes_before += entry().size;
    lines.reset();
    ++at;
  }

  /// The document of the entry; nothing when the entry is a JSON Lines file, which is now open.
  std::optional<base::Result<Document>> open_entry() {
    auto stream = ByteStream::open(entry().path);
    if (!stream) return tl::unexpected(stream.error());
    const std::string_view head = stream->peek(kSniffed);
    if (stream->failed()) return base::fail("cannot be read", where(), "check its permissions");
    if (head.empty()) return base::fail("empty", where(), "nothing to read");
    const Format format = format_of(head, entry().path);
    switch (format) {
      case Format::json_lines:
        lines = std::move(*stream);
        line_number = 0;
        return std::nullopt;
      case Format::json:
        return base::fail("JSON, but not one object a line", where(),
                          "convert it to JSON Lines, for example: jq -c '.[]'");
      case Format::binary:
        return base::fail("binary, neither text nor HTML, PDF or JSON Lines", where(),
                          "save it as text or PDF");
      case Format::utf16:
        return base::fail("UTF-16, not UTF-8", where(), "convert it: iconv -f UTF-16 -t UTF-8");
      case Format::pdf:
      case Format::html:
      case Format::text:
        break;
    }
    if (format != Format::pdf && entry().size > kLargestDocument)
      return base::fail(fmt::format("{} MB, too large for one document", entry().size >> 20),
                        where(), "split it, or give JSON Lines with one document a line");
    return read_whole(*stream, format, where());
  }

  /// The document of the next line that is not blank; nothing, and the file done, at its end.
  std::optional<base::Result<Document>> next_line() {
    while (const auto line = lines->line(kLargestDocument)) {
      ++line_number;
      const std::string place = fmt::format("{}:{}", where(), line_number);
      if (line->is_cut)
        return base::fail(fmt::format("the line is over {} MB", kLargestDocument >> 20), place,
                          "split the document");
      std::string_view text = line->text;
      if (line_number == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
      if (trimmed(text).empty()) continue;
      return json.read(text, place, fmt::format("{}:{}", entry().id, line_number));
    }
    const bool failed = lines->failed();
    finish_file();
    if (!failed) return std::nullopt;
    return base::fail("cannot be read to its end", entries[at - 1].path,
                      "check the disk or connection");
  }

  std::optional<base::Result<Document>> next() {
    while (at < entries.size()) {
      if (lines) {
        if (auto document = next_line()) return document;
        continue;
      }
      if (entry().error) {
        base::Error error = *entry().error;
        finish_file();
        return tl::unexpected(std::move(error));
      }
      auto document = open_entry();
      if (!document) continue;  // JSON Lines
      if (*document) (*document)->id = entry().id;
      finish_file();
      return document;
    }
    return std::nullopt;
  }
};

Source::Source(std::unique_ptr<Walk> walk) : walk_(std::move(walk)) {}
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;
Source::~Source() = default;

base::Result<Source> Source::open(const std::vector<std::string>& inputs) {
  if (inputs.empty())
    return base::fail("no input", {}, "name files or folders, or '-' for the standard input");
  auto walk = std::make_unique<Walk>();
  for (const std::string& input : inputs) list_input(input, walk->entries);
  for (const Entry& entry : walk->entries) walk->bytes += entry.size;
  return Source(std::move(walk));
}

std::optional<base::Result<Document>> Source::next() {
  auto document = walk_->next();
  if (document && *document) (*document)->hash = base::content_hash((*document)->text);
  return document;
}

std::size_t Source::files() const { return walk_->entries.size(); }
std::uint64_t Source::bytes() const { return walk_->bytes; }
std::uint64_t Source::bytes_read() const {
  return walk_->bytes_before + (walk_->lines ? walk_->lines->taken() : 0);
}

}  // namespace entente::text
