package dev.tally.cli;

import static java.util.stream.Collectors.toSet;

import dev.tally.operations.redrive.LetterFilter;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.model.DeadLetter.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select dead letters. */
final class LettersToRedrive {
  private static final Pattern OFFSETS = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

  @Option(
      names = "--reason",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "Select letters with these reasons, for example NOT_JSON (default: all, except"
              + " CONFLICTING_COPY, because another copy of the event was counted).")
  private List<Reason> reasons = new ArrayList<>();

  @Option(
      names = "--topic",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "Select letters of records in these topics (default: all live topics, except campaigns,"
              + " because an older version that is sent again replaces newer ones).")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Select letters whose broker time is this time or later.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Select letters whose broker time is before this time.")
  private @Nullable Instant to;

  @Option(
      names = "--partition",
      paramLabel = "N,…",
      split = ",",
      description = "Select letters of records in these partitions of their topic.")
  private List<Integer> partitions = new ArrayList<>();

  @Option(
      names = "--offsets",
      paramLabel = "FIRST..LAST",
      description =
          "Select letters of records with these offsets in their partition, both included.")
  private @Nullable String offsets;

  LetterFilter filter(Problems problems) {
    problems.require(
        from == null || to == null || from.isBefore(to),
        "--from=%s must be before --to=%s".formatted(from, to));
    return new LetterFilter(
        reasons.stream().map(Reason::name).collect(toSet()),
        Set.copyOf(topics),
        new LetterFilter.Times(joda(from), joda(to)),
        positions(problems));
  }

  private static org.joda.time.@Nullable Instant joda(@Nullable Instant time) {
    return time == null ? null : org.joda.time.Instant.ofEpochMilli(time.toEpochMilli());
  }

  private LetterFilter.Positions positions(Problems problems) {
    Set<Integer> in = Set.copyOf(partitions);
    String range = offsets;
    if (range == null) {
      return new LetterFilter.Positions(in, 0, Long.MAX_VALUE);
    }
    Matcher matcher = OFFSETS.matcher(range);
    if (!matcher.matches()) {
      problems.require(
          false, "--offsets=%s is not a range: write it like 1200..1300, or 1207".formatted(range));
      return new LetterFilter.Positions(in, 0, 0);
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
    problems.require(
        first <= last, "--offsets=%s: the first offset is after the last one".formatted(range));
    return new LetterFilter.Positions(in, first, last);
  }
}
