#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "entente/base/result.h"
#include "entente/record/borrow.h"

/// How commands use a record that `entente serve` has open. DuckDB lets one process have a file; so
/// the server lends it. A command that finds the file locked looks for the note that the server
/// has left beside it, asks the server, which closes the file, and gives the record back by saying
/// so or by ending. Questions to the server wait meanwhile.
namespace entente::workbench {

/// What a server leaves beside its record, in `RECORD.server`: JSON, for the owner's eyes alone.
struct ServerNote {
  std::string host;
  int port = 0;
  std::string token;  ///< what borrowers show; made anew by every server
  pid_t process = 0;

  [[nodiscard]] std::string url() const;
  /// The note beside a record; nothing when there is none that can be read.
  static std::optional<ServerNote> beside(const std::filesystem::path& record);
};

/// The note of this server, as long as this lives.
class PostedNote {
 public:
  /// Replaces what a server that was killed has left.
  static base::Result<std::unique_ptr<PostedNote>> post(const std::filesystem::path& record,
                                                        const ServerNote& note);
  ~PostedNote();

 private:
  explicit PostedNote(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// Asks the server of a record for it (record::Borrow); nothing when no server has left a note, or
/// the one that has is there no more.
base::Result<std::shared_ptr<void>> borrow(const std::filesystem::path& record,
                                           record::Access access);

}  // namespace entente::workbench
