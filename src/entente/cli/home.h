#pragma once

#include <filesystem>

namespace entente::cli {

/// The folder that has knowledge/, models/ and worlds/: the environment's ENTENTE_HOME, else
/// ../share/entente or .. beside the program, else the source folder that it was built from.
std::filesystem::path home_folder();

}  // namespace entente::cli
