#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "entente/base/result.h"

namespace entente::base {

/// A file that is there whole or not at all: it is written as PATH.part, which takes its place with
/// `commit`. "-", a pipe or a device cannot be taken back, and is written to at once.
class OutputFile {
 public:
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&&) = default;
  OutputFile& operator=(OutputFile&&) = delete;
  /// Without `commit`, nothing remains.
  ~OutputFile();

  /// A failed write shows in `commit`, and in `failed` from then on.
  void write(std::string_view text);
  [[nodiscard]] bool failed() const { return error_ != 0; }
  [[nodiscard]] Result<void> commit();

  /// True for what is written to at once.
  [[nodiscard]] bool is_stream() const { return part_.empty(); }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The file in the making, for a library that writes it by name; empty for a stream.
  [[nodiscard]] const std::string& part() const { return part_; }

 private:
  struct Closer {
    void operator()(std::FILE* file) const {
      if (file != stdout) std::fclose(file);
    }
  };
  OutputFile(std::string path, std::string part, std::FILE* file)
      : path_(std::move(path)), part_(std::move(part)), file_(file) {}

  std::string path_, part_;
  std::unique_ptr<std::FILE, Closer> file_;
  int error_ = 0;  // errno of the first failure
};

}  // namespace entente::base
