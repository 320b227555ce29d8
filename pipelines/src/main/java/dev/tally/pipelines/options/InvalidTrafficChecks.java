package dev.tally.pipelines.options;

import dev.tally.transforms.model.BotList;
import dev.tally.transforms.model.DataCenterList;
import dev.tally.transforms.model.InvalidTrafficRules;
import dev.tally.transforms.model.PlaceholderIds;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads the lists of invalid traffic that options name. */
public final class InvalidTrafficChecks {
  private final Problems problems;

  /** Creates checks that add what is wrong with a list to these problems. */
  public InvalidTrafficChecks(Problems problems) {
    this.problems = problems;
  }

  /**
   * Returns the rules of a job.
   *
   * @param placeholders ids that identify nothing
   */
  public InvalidTrafficRules rules(InvalidTrafficOptions options, PlaceholderIds placeholders) {
    int limit = options.getMaxClicksPerUserHour();
    boolean isInRange = limit >= 0 && limit <= InvalidTrafficRules.HIGHEST_LIMIT;
    return new InvalidTrafficRules(
        bots(options.getBotList()),
        dataCenters(options.getDataCenterList()),
        options.getInvalidPlaceholderUsers() ? placeholders : null,
        isInRange ? limit : 0); // The range of the option is checked with all others.
  }

  /** Returns the list of bots of a file; the empty list if the option is not set. */
  public BotList bots(@Nullable String file) {
    return list("botList", file, BotList::parse, BotList.NONE);
  }

  /** Returns the list of data centers of a file; the empty list if the option is not set. */
  public DataCenterList dataCenters(@Nullable String file) {
    return list("dataCenterList", file, DataCenterList::parse, DataCenterList.NONE);
  }

  private <T> T list(
      String option, @Nullable String file, BiFunction<String, List<String>, T> parse, T none) {
    if (file == null || file.isBlank()) {
      return none;
    }
    try {
      Path path = Path.of(file);
      return parse.apply(String.valueOf(path.getFileName()), Files.readAllLines(path));
    } catch (NoSuchFileException e) {
      problems.addAll(List.of("--%s=%s: no such file".formatted(option, file)));
    } catch (CharacterCodingException e) {
      problems.addAll(List.of("--%s=%s is not UTF-8: write it as UTF-8".formatted(option, file)));
    } catch (IllegalArgumentException e) {
      problems.addAll(
          String.valueOf(e.getMessage())
              .lines()
              .map(line -> "--%s: %s".formatted(option, line))
              .toList());
    } catch (IOException e) {
      problems.addAll(List.of("--%s=%s cannot be read: %s".formatted(option, file, e)));
    }
    return none;
  }
}
