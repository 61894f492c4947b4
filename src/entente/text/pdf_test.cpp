#include "entente/text/pdf.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace entente::text {
namespace {

/// A PDF whose pages hold the given lines in Helvetica.
std::string pdf_of(const std::vector<std::vector<std::string>>& pages,
                   const std::string& extra_trailer = {}) {
  std::string pdf = "%PDF-1.4\n";
  std::vector<std::size_t> offsets;
  const auto add = [&](const std::string& body) {
    offsets.push_back(pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", offsets.size(), body);
  };
  std::string kids;
  for (std::size_t i = 0; i < pages.size(); ++i) kids += fmt::format("{} 0 R ", 4 + 2 * i);
  add("<< /Type /Catalog /Pages 2 0 R >>");
  add(fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages.size()));
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (const auto& lines : pages) {
    std::string content = "BT /F1 11 Tf 14 TL 60 720 Td\n";
    for (const std::string& line : lines) content += fmt::format("({}) Tj T*\n", line);
    content += "ET";
    add(
        fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R "
                    "/Resources << /Font << /F1 3 0 R >> >> >>",
                    offsets.size() + 2));
    add(fmt::format("<< /Length {} >>\nstream\n{}\nendstream", content.size(), content));
  }
  const std::size_t xref = pdf.size();
  pdf += fmt::format("xref\n0 {}\n0000000000 65535 f \n", offsets.size() + 1);
  for (const std::size_t offset : offsets) pdf += fmt::format("{:010} 00000 n \n", offset);
  return pdf + fmt::format("trailer << /Size {} /Root 1 0 R {} >>\nstartxref\n{}\n%%EOF\n",
                           offsets.size() + 1, extra_trailer, xref);
}

std::string text_of(const std::string& pdf) {
  const auto document = read_pdf(pdf, "paper.pdf");
  return document ? document->text : document.error().message();
}

TEST(Pdf, JoinsLinesToParagraphs) {
  EXPECT_EQ(text_of(pdf_of({{"The River", "", "Ruritania will close its border with Graustark from",
                             "Monday, its interior ministry said, after a week of diplo-",
                             "matic silence on the river. It is the third time that the", "Moscow-",
                             "based observers saw the bridge shut.", "", "Nobody knows why."}})),
            "The River\n\nRuritania will close its border with Graustark from Monday, its interior "
            "ministry said, after a week of diplomatic silence on the river. It is the third time "
            "that the Moscow-based observers saw the bridge shut.\n\nNobody knows why.");
}

TEST(Pdf, LeavesOutRunningHeadsAndPageNumbers) {
  std::vector<std::vector<std::string>> pages;
  for (int i = 1; i <= 4; ++i)
    pages.push_back({"Institute of Small Wars", "",
                     fmt::format("{} came of it.", std::string(3, char('A' + i))), "",
                     fmt::format("{}", i)});
  EXPECT_EQ(text_of(pdf_of(pages)),
            "BBB came of it.\n\nCCC came of it.\n\nDDD came of it.\n\nEEE came of it.");
}

TEST(Pdf, BrokenFilesAreErrors) {
  const std::string whole = pdf_of({{"Ruritania closes its border."}});
  for (const std::string& pdf :
       {std::string("%PDF-1.4\nrubbish"), whole.substr(0, 30), whole.substr(0, whole.size() / 3)}) {
    const auto document = read_pdf(pdf, "paper.pdf");
    ASSERT_FALSE(document) << document->text;
    EXPECT_EQ(document.error().where, "paper.pdf");
    EXPECT_FALSE(document.error().advice.empty());
  }
}

TEST(Pdf, EncryptedFileIsAnError) {
  const std::string zeros(64, '0');
  const auto document =
      read_pdf(pdf_of({{"Secret."}}, "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + zeros +
                                         "> /U <" + zeros + "> >> /ID [<00> <00>]"),
               "paper.pdf");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().what, "the PDF is encrypted");
}

TEST(Pdf, PicturesOnlyIsAnError) {
  const auto document = read_pdf(pdf_of({{}}), "scan.pdf");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().what, "no text in the PDF");
}

}  // namespace
}  // namespace entente::text
