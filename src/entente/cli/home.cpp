#include "entente/cli/home.h"

#include <cstdlib>
#include <system_error>

namespace entente::cli {

namespace fs = std::filesystem;

fs::path home_folder() {
  const char* chosen = std::getenv("ENTENTE_HOME");
  if (chosen != nullptr && *chosen != '\0') return chosen;
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none);
  for (const fs::path& home :
       {program.parent_path() / "../share/entente", program.parent_path() / ".."})
    if (fs::is_directory(home / "knowledge", none)) return home.lexically_normal();
  return ENTENTE_SOURCE_DIR;
}

}  // namespace entente::cli
