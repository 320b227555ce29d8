package dev.tally.pipelines.options;

import dev.tally.transforms.format.InvalidMapping;
import dev.tally.transforms.format.Mapping;
import dev.tally.transforms.format.MappingFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the files of mappings that a job's options name. */
public final class FormatChecks {
  private final Problems problems;

  /** Creates checks that add what is wrong with a file to these problems. */
  public FormatChecks(Problems problems) {
    this.problems = problems;
  }

  /**
   * Returns the mapping of a file. If the option is not set, or the file is invalid, returns none;
   * an invalid file is a problem.
   *
   * @param option the name of the option, e.g. {@code adEventsFormat}
   * @param compile compiles a file
   */
  public <T> Optional<Mapping<T>> mapping(
      String option, @Nullable String file, Function<MappingFile, Mapping<T>> compile) {
    if (file == null || file.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(compile.apply(MappingFile.read(Path.of(file))));
    } catch (InvalidMapping e) {
      problems.addAll(String.valueOf(e.getMessage()).lines().toList());
    } catch (NoSuchFileException e) {
      problems.addAll(List.of("--%s=%s: no such file".formatted(option, file)));
    } catch (CharacterCodingException e) {
      problems.addAll(List.of("--%s=%s is not UTF-8: write it as UTF-8".formatted(option, file)));
    } catch (IOException | IllegalArgumentException e) {
      problems.addAll(
          List.of("--%s=%s cannot be read: %s".formatted(option, file, e.getMessage())));
    }
    return Optional.empty();
  }

  /** Returns a description of a mapping for the manifest; empty for the native format. */
  public static String described(Optional<? extends Mapping<?>> mapping) {
    return mapping.map(Mapping::toString).orElse("");
  }
}
