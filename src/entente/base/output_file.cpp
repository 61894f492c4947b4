#include "entente/base/output_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace entente::base {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> failure(int error, const std::string& path) {
  const bool is_full = error == ENOSPC || error == EFBIG || error == EDQUOT;
  return fail(std::strerror(error), path,
              is_full ? "free some space and run the same command again" : "name another file");
}

}  // namespace

Result<OutputFile> OutputFile::create(const std::string& path) {
  if (path == "-") return OutputFile("standard output", "", stdout);
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) return fail("is a folder", path, "name a file in it");
  const bool is_stream = fs::exists(status) && !fs::is_regular_file(status);
  // What a link points to is replaced, not the link.
  const fs::path target = fs::is_symlink(fs::symlink_status(path, error))
                              ? fs::weakly_canonical(path, error)
                              : fs::path(path);
  const std::string part = is_stream ? "" : target.string() + ".part";
  std::FILE* file = std::fopen(is_stream ? path.c_str() : part.c_str(), "wb");
  if (file == nullptr) return failure(errno, path);
  return OutputFile(target.string(), part, file);
}

OutputFile::~OutputFile() {
  if (file_ == nullptr || is_stream()) return;
  ::unlink(part_.c_str());
}

void OutputFile::write(std::string_view text) {
  if (!failed() && std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size())
    error_ = errno;
}

Result<void> OutputFile::commit() {
  if (!failed() && std::fflush(file_.get()) != 0) error_ = errno;
  if (failed()) return failure(error_, path_);
  if (is_stream()) return {};
  // On the disk before it gets its name: a power cut leaves the old file or the new one.
  if (::fsync(::fileno(file_.get())) != 0 || std::rename(part_.c_str(), path_.c_str()) != 0)
    return failure(errno, path_);
  file_.reset();
  return {};
}

}  // namespace entente::base
