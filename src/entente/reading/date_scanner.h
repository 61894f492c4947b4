#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "entente/reading/date_calendar.h"
#include "entente/reading/date_words.h"
#include "entente/reading/dates.h"
#include "entente/text/sentence.h"

namespace entente::reading::dates {

/// What the verbs around a place say of its time.
enum class Direction : std::uint8_t { unknown, past, perfect, present, future };

/// Sentences for which a story told in the past goes on.
inline constexpr int kStoryAge = 1;

/// What a stretch of words names. `end` is 0 when it names nothing.
struct Point {
  int end = 0;
  base::Interval when{};
  bool lacks_year = false;  ///< day and month, or month, without a year: `when` is in year 2000
  bool guess = false;       ///< too vague to count from: "recent years"
  bool joined = false;      ///< several days: "4 to 6 June"
  bool event = false;       ///< an event of that time: "the 2014 coup"
  explicit operator bool() const { return end > 0; }
};

/// Reads one sentence: its words as the calendar sees them, left to right, each stretch that names
/// a time as one expression. Its parts stand in files of their own: names and expressions
/// (date_scanner.cpp), dates that the words name in full (date_points.cpp), those that count from
/// the document's date or from what was told before (date_relative.cpp), tense (date_tense.cpp).
class Scanner {
 public:
  Scanner(std::span<const text::Token> tokens, Timeline& timeline, const Periods& periods)
      : tokens_(tokens), timeline_(timeline), periods_(periods) {}

  std::vector<TimeExpression> run();

 private:
  /// A token, or a part of one that has a prefix: "mid-2016" is three pieces.
  struct Piece {
    std::string_view form;
    Word word;
    text::Tag tag = text::Tag::X;
    int token = 0;
  };

  // What stands at a place; places outside the sentence are Kind::none.
  const Piece& piece(int i) const {
    static constexpr Piece kOutside;
    return i >= 0 && i < size_ ? pieces_[std::size_t(i)] : kOutside;
  }
  Word at(int i) const { return piece(i).word; }
  Kind kind(int i) const { return at(i).kind; }
  std::string_view form(int i) const { return piece(i).form; }
  text::Tag tag(int i) const { return piece(i).tag; }
  template <class... Kinds>
  bool is(int i, Kinds... kinds) const {
    return is_any(kind(i), kinds...);
  }
  /// "Last", "this", "next" and their like.
  bool directs(int i) const {
    return is(i, Kind::this_, Kind::that, Kind::last, Kind::past, Kind::next, Kind::coming,
              Kind::previous, Kind::following, Kind::same, Kind::recent);
  }
  bool dash(int i) const { return is_dash(form(i)); }
  bool starts_a_word(int i) const {
    return kind(i) == Kind::none && (starts_lower(i) || (!form(i).empty() && starts_upper(i)));
  }
  bool starts_upper(int i) const { return !form(i).empty() && is_upper(form(i)[0]); }
  bool starts_lower(int i) const {
    return !form(i).empty() && form(i)[0] >= 'a' && form(i)[0] <= 'z';
  }
  bool is_unit(int i, Unit u) const { return kind(i) == Kind::unit && unit_at(i) == u; }
  Unit unit_at(int i) const { return Unit(at(i).value); }
  int skip(int i, Kind k) const { return kind(i) == k ? i + 1 : i; }
  int skip_comma(int i) const { return form(i) == "," ? i + 1 : i; }
  int skip_dash(int i) const { return dash(i) ? i + 1 : i; }

  bool holds_a_date() const;
  void cut();
  void cut_token(int token);
  bool named(int i, TimeExpression& found) const;
  int name_length(const Periods::Name& name, int i) const;
  std::optional<TimeExpression> expression(int i);
  std::optional<TimeExpression> related(int i);
  std::optional<TimeRelation> relation_at(int i, int& behind) const;
  std::optional<TimeExpression> vague(int i) const;
  int vague_end(int i) const;
  std::optional<TimeExpression> range(int i, int begin, bool with_and);
  Point end_of_range(int i, const Point& first);
  bool share_year(int begin, Point& first, Point& second) const;
  Point not_after(const Point& first, const base::Interval& when) const;
  std::optional<TimeExpression> open_range(int begin, const Point& first, int end);
  TimeExpression relate(int begin, const Point& point, TimeRelation relation);
  bool names_rarity(int i) const;
  bool is_modifier(int i) const;

  Point point(int i);
  Point numbered(int i);
  Point point_or_name(int i);
  Point date_word(int i);
  Point resolved(int i, Point p) const;
  Point with_year(Point p, int year) const;
  Point day_and_month(int i);
  Point month_and_day(int i);
  Point month_alone(int i);
  Point add_year(Point p);
  Point year(int i);
  Point decade(int i) const;
  Point slashed_years(int i) const;
  Point fraction(int i);
  Point century(int i) const;
  Point season(int i);
  Point part(int i);
  Point earlier_or_later(int i);
  Point directed(int i);
  Point directed_weekday(int i, Kind direction, int begin);
  Point directed_month(int i, Kind direction) const;
  Point directed_season(int i, Kind direction) const;
  Point directed_one(int i, Kind direction, bool definite);
  Point near(int i, int steps) const;
  Point rolling(int i, int sign) const;
  Point directed_many(int i, Kind direction) const;
  Point from_context(int i, Kind direction);
  Point weekday(int i);
  Point nearest_weekday(int day, Direction direction, int end) const;
  Point counted(int i);
  Point in_time(int i) const;
  Point whole(int i);

  struct Quantity {
    int end = 0, count = 0;
    Unit unit = Unit::day;
    bool vague = false;
  };
  Quantity quantity(int i) const;
  int number(int i, int& value) const;
  base::Interval ago(const Quantity& q, int sign) const;

  bool plausible_year(int i) const;
  bool cued_year(int i) const;
  bool month_is_cued(int i) const;
  Direction direction(int begin, int end) const;
  Direction decides(int i) const;
  bool looks_ahead(int begin, int end) const;
  base::Date today() const { return *timeline_.document_date; }
  /// Far-off document dates are mistakes, and counting from them would leave the calendar.
  bool dated() const {
    return timeline_.document_date && timeline_.document_date->days > -400'000 &&
           timeline_.document_date->days < 400'000;
  }
  const base::Interval* context() const;

  std::span<const text::Token> tokens_;
  Timeline& timeline_;
  const Periods& periods_;
  std::vector<Piece> pieces_;
  int size_ = 0;          // of pieces_
  int listed_year_ = -1;  // end of the last year read: "in 2008 and 2014"
};

}  // namespace entente::reading::dates
