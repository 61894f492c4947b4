#include "entente/formats/bibliography.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "entente/base/terminal.h"

namespace entente::formats {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::string ris_line(std::string_view tag, std::string_view text) {
  if (text.empty()) return {};
  return fmt::format("{}  - {}\r\n", tag, base::one_line(text));
}

/// What BibTeX and LaTeX would take for a command or a group stands for itself. Braces become
/// commands because BibTeX counts them even behind a backslash.
std::string latex(std::string_view text) {
  std::string escaped;
  for (const char c : text) switch (c) {
      case '\\':
        escaped += "\\textbackslash{}";
        break;
      case '{':
        escaped += "\\textbraceleft{}";
        break;
      case '}':
        escaped += "\\textbraceright{}";
        break;
      case '~':
        escaped += "\\textasciitilde{}";
        break;
      case '^':
        escaped += "\\textasciicircum{}";
        break;
      case '#':
      case '$':
      case '%':
      case '&':
      case '_':
        (escaped += '\\') += c;
        break;
      default:
        escaped += c;
    }
  return escaped;
}

std::string url_text(std::string_view url) {
  std::string encoded;
  for (const char c : url)
    if (c == '{' || c == '}' || c == '\\' || static_cast<unsigned char>(c) <= ' ')
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else
      encoded += c;
  return encoded;
}

std::string field(std::string_view name, std::string_view text) {
  return text.empty() ? std::string() : fmt::format("  {} = {{{}}},\n", name, text);
}

/// "First Last" and "Last, First" as they are; what has more commas is one name that is not taken
/// apart.
std::string bibtex_authors(std::string_view text) {
  std::string list;
  for (const std::string& name : authors(base::one_line(text))) {
    const bool is_whole = std::ranges::count(name, ',') > 1;
    list += fmt::format("{}{}{}{}", list.empty() ? "" : " and ", is_whole ? "{" : "", latex(name),
                        is_whole ? "}" : "");
  }
  return list;
}

}  // namespace

std::vector<std::string> authors(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    std::size_t end = text.size(), next = text.size();
    for (const std::string_view separator : {";", " and ", " & "})
      if (const auto at = text.find(separator); at < end) {
        end = at;
        next = at + separator.size();
      }
    if (const auto name = trimmed(text.substr(0, end)); !name.empty()) names.emplace_back(name);
    text.remove_prefix(next);
  }
  return names;
}

std::string ris(const Reference& reference) {
  std::string entry = ris_line("TY", reference.url.empty() ? "GEN" : "ELEC");
  entry += ris_line("ID", reference.key) + ris_line("TI", reference.title);
  for (const std::string& name : authors(base::one_line(reference.author)))
    entry += ris_line("AU", name);
  if (reference.date) {
    const auto [year, month, day] = reference.date->civil();
    entry += ris_line("PY", fmt::format("{:04}", year));
    entry += ris_line("DA", fmt::format("{:04}/{:02}/{:02}/", year, month, day));
  }
  entry += ris_line("T2", reference.source) + ris_line("LA", reference.language) +
           ris_line("UR", url_text(reference.url));
  return entry + "ER  - \r\n\r\n";
}

std::string bibtex(const Reference& reference) {
  constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};
  // The second pair of braces keeps the title's capitals.
  std::string entry = fmt::format("@misc{{{},\n", reference.key) +
                      field("title", "{" + latex(base::one_line(reference.title)) + "}") +
                      field("author", bibtex_authors(reference.author));
  if (reference.date) {
    const auto [year, month, day] = reference.date->civil();
    entry += field("year", std::to_string(year));
    entry += fmt::format("  month = {},\n", kMonths[std::size_t(month - 1)]);
    entry += field("date", reference.date->iso());
  }
  entry += field("howpublished", latex(base::one_line(reference.source))) +
           field("language", reference.language) + field("url", url_text(reference.url));
  return entry + "}\n\n";
}

}  // namespace entente::formats
