#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "entente/base/result.h"
#include "entente/record/database.h"

/// A record that another process has open can be borrowed, if that process lends it.
namespace entente::record {

/// Asked when another process has a file open: what makes that process let go of it, for as long as
/// what is returned lives; nothing when there is nobody to ask. An error says why it does not let
/// go.
using Borrow =
    std::function<base::Result<std::shared_ptr<void>>(const std::filesystem::path&, Access)>;

/// Sets whom `Database::open` asks; before anything is opened.
void set_borrow(Borrow borrow);
/// True once a file has been borrowed and not given back.
bool is_borrowed();
/// Gives back what has been borrowed: after it has been closed, and before `main` ends, as the
/// means of giving back may be gone after it.
void give_back();

}  // namespace entente::record
