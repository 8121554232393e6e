package vn.tia.fhir.rest.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a `_filter` expression (R4 section 3.2.3): comparisons, `and`, `or`, `not`, parentheses.
///
/// The operators `eq ne co sw gt lt ge le ap sa eb pr in ni ss re`; paths are search parameters and
/// chains of them, without filters in brackets.
final class Filter {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:([()])|\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s()\"]+))");
  private static final Set<String> ORDERED =
      Set.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");

  /// Parentheses in each other; deeper ones would cost stack and no person writes them.
  private static final int DEPTH_MAX = 20;

  private record Token(String text, boolean isQuoted) {}

  private final Conditions conditions;
  private final String type;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  Filter(Conditions conditions, String type) {
    this.conditions = conditions;
    this.type = type;
  }

  Condition read(String text) {
    var matcher = TOKEN.matcher(text.strip());
    var end = 0;
    while (end < text.strip().length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw bad("has a quotation mark that is not closed");
      }
      end = matcher.end();
      var quoted = matcher.group(2);
      tokens.add(quoted == null
          ? new Token(matcher.group(1) == null ? matcher.group(3) : matcher.group(1), false)
          : new Token(quoted.replaceAll("\\\\(.)", "$1"), true));
    }
    var condition = any(0);
    if (next < tokens.size()) {
      throw bad("goes on after its end");
    }
    return condition;
  }

  private Condition any(int depth) {
    var all = new ArrayList<Condition>(List.of(every(depth)));
    while (takes("or")) {
      all.add(every(depth));
    }
    return all.size() == 1 ? all.getFirst() : new Condition.Any(all);
  }

  private Condition every(int depth) {
    var all = new ArrayList<Condition>(List.of(one(depth)));
    while (takes("and")) {
      all.add(one(depth));
    }
    return all.size() == 1 ? all.getFirst() : new Condition.All(all);
  }

  private Condition one(int depth) {
    if (depth > DEPTH_MAX) {
      throw bad("has more than " + DEPTH_MAX + " parentheses in each other");
    }
    if (takes("not")) {
      return new Condition.Not(one(depth + 1));
    }
    if (takes("(")) {
      var inner = any(depth + 1);
      if (!takes(")")) {
        throw bad("has a parenthesis that is not closed");
      }
      return inner;
    }
    return comparison(take().text(), take().text(), take());
  }

  private Condition comparison(String path, String operator, Token value) {
    var escaped = value.isQuoted()
        ? value.text().replaceAll("([,$|\\\\])", "\\\\$1") : value.text();
    return switch (operator) {
      case "pr" -> condition(path + ":missing", escaped.equals("true") ? "false" : "true");
      case "co" -> condition(path + ":contains", escaped);
      case "sw", "re" -> condition(path, escaped);
      case "in" -> condition(path + ":in", escaped);
      case "ni" -> condition(path + ":not-in", escaped);
      case "ss" -> condition(path + ":below", escaped);
      default -> {
        if (!ORDERED.contains(operator)) {
          throw bad("has an operator that is not known");
        }
        yield ordered(path, operator, escaped);
      }
    };
  }

  private Condition ordered(String path, String operator, String value) {
    var isOrdered = conditions.parameters().find(type, path).filter(parameter ->
        switch (parameter.kind()) {
          case DATE, NUMBER, QUANTITY -> true;
          case TOKEN, STRING, REFERENCE, URI, COMPOSITE -> false;
        }).isPresent() || path.equals("_lastUpdated");
    if (isOrdered) {
      return condition(path, operator + value);
    }
    return switch (operator) {
      case "eq" -> condition(path, value);
      case "ne" -> new Condition.Not(condition(path, value));
      default -> throw bad("compares what has no order");
    };
  }

  private Condition condition(String path, String value) {
    return conditions.of(type, path, value)
        .orElseThrow(() -> bad("names a parameter that is not known for " + type));
  }

  private Token take() {
    if (next == tokens.size()) {
      throw bad("ends where a name, an operator or a value should be");
    }
    return tokens.get(next++);
  }

  private boolean takes(String word) {
    var isIt = next < tokens.size() && !tokens.get(next).isQuoted()
        && tokens.get(next).text().equals(word);
    next += isIt ? 1 : 0;
    return isIt;
  }

  private static BadSearchException bad(String why) {
    return new BadSearchException("_filter " + why);
  }
}
