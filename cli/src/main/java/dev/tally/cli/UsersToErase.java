package dev.tally.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tally.operations.erase.UserFingerprint;
import dev.tally.pipelines.options.Problems;
import dev.tally.transforms.model.PlaceholderIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select the users to erase. No message repeats a user id. */
final class UsersToErase {
  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--user",
      paramLabel = "ID",
      description =
          "The id of a user; can be repeated. Other users of this machine can see command lines:"
              + " prefer --userFile.")
  private List<String> users = new ArrayList<>();

  @Option(
      names = "--userFile",
      paramLabel = "FILE",
      description = "A file with one user id per line, in UTF-8; - is the standard input.")
  private @Nullable String file;

  @Option(
      names = "--again",
      description =
          "Apply all earlier requests again, for example after a job was restored from an older"
              + " savepoint, or when records arrived later for earlier orders.")
  private boolean again;

  /** Returns the fingerprints of the users; empty with {@code --again}. */
  List<UserFingerprint> fingerprints(Problems problems) throws IOException {
    List<String> ids = ids(problems);
    problems.require(
        again || file != null || !users.isEmpty(),
        "No user is named: use --userFile=FILE or --user=ID, or --again for all earlier requests.");
    problems.require(
        !again || (file == null && users.isEmpty()),
        "--again applies all earlier requests: omit --user and --userFile.");
    problems.require(
        file == null || !ids.isEmpty() || !problems.none(),
        "--userFile has no user id: write one per line.");
    PlaceholderIds placeholders = PlaceholderIds.standard();
    problems.require(
        ids.stream().noneMatch(placeholders::contains),
        "An id is empty, or a placeholder such as undefined, which many users have: it identifies no user.");
    return ids.stream().map(UserFingerprint::of).distinct().toList();
  }

  private List<String> ids(Problems problems) throws IOException {
    List<String> ids = new ArrayList<>(users);
    if (file == null) {
      return ids;
    }
    if (file.equals(STANDARD_INPUT)) {
      ids.addAll(lines(new String(System.in.readAllBytes(), UTF_8)));
    } else if (InputFile.isReadable(Path.of(file))) {
      ids.addAll(lines(Files.readString(Path.of(file))));
    } else {
      problems.require(false, "--userFile=" + InputFile.unreadable(Path.of(file)));
    }
    return ids;
  }

  private static List<String> lines(String text) {
    return text.lines().filter(line -> !line.isEmpty()).toList();
  }
}
