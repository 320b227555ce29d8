package dev.tally.runners.manifest;

import dev.tally.runners.RunnerSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.jspecify.annotations.Nullable;

/**
 * Compares a job's manifest and parallelism with those in the savepoint or checkpoint from which
 * the job is to start, before it starts.
 *
 * @param problems why the job cannot start from it, and what to do; empty if it can
 * @param notes what the user should know, e.g. that the workers have to do the comparison
 * @param splits how far each source has been read; empty if there is a problem
 */
public record RestoreCheck(List<String> problems, List<String> notes, List<SavedSplit> splits) {
  private static final RestoreCheck OK = new RestoreCheck(List.of(), List.of(), List.of());

  /** Checks the savepoint that the options name; without a savepoint there is nothing to check. */
  public static RestoreCheck of(PipelineOptions options, Manifest manifest) {
    String savepoint = RunnerSettings.savepoint(options);
    if (savepoint == null) {
      return OK;
    }
    try {
      return of(options, manifest, SavedState.open(savepoint), savepoint);
    } catch (UnsupportedFileSystemSchemeException e) {
      return unread(savepoint, "this machine has no file system for it");
    } catch (FileNotFoundException e) {
      return missing(options, savepoint);
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      return isOnThisMachine(options, savepoint)
          ? problem(
              "--from=%s cannot be read as a savepoint or checkpoint: %s. Use one that Flink has completed."
                  .formatted(savepoint, e.getMessage()))
          : unread(savepoint, String.valueOf(e.getMessage()));
    }
  }

  private static RestoreCheck of(
      PipelineOptions options, Manifest manifest, SavedState saved, String savepoint)
      throws IOException {
    Optional<Manifest> savedManifest = saved.manifest();
    if (savedManifest.isEmpty()) {
      return problem(withoutManifest(savepoint));
    }
    List<String> refusals = new ArrayList<>(refusals(options, manifest, savedManifest.get()));
    refusals.addAll(refusals(options.as(FlinkPipelineOptions.class), saved.maxParallelism()));
    return refusals.isEmpty()
        ? new RestoreCheck(List.of(), manifest.changes(savedManifest.get()), saved.splits())
        : problems(savepoint, refusals);
  }

  /** Returns why a job with these options cannot start from state of this maximum parallelism. */
  private static List<String> refusals(FlinkPipelineOptions options, int savedMax) {
    List<String> refusals = new ArrayList<>();
    if (options.getParallelism() > savedMax) {
      refusals.add(
          "--parallelism=%1$d is more than the maximum parallelism of its state, %2$d: use --parallelism=%2$d or less, or start without --from and --sinkGroup"
              .formatted(options.getParallelism(), savedMax));
    }
    int max = options.getMaxParallelism();
    if (max > 0 && max != savedMax) {
      refusals.add(
          "the maximum parallelism of its state is %d, which never changes, and --maxParallelism is %d: omit --maxParallelism, or start without --from and --sinkGroup"
              .formatted(savedMax, max));
    }
    return refusals;
  }

  /**
   * Returns why a job with these options cannot start from state that was written under another
   * manifest.
   */
  static List<String> refusals(PipelineOptions options, Manifest manifest, Manifest saved) {
    boolean dropsState =
        Boolean.TRUE.equals(options.as(FlinkPipelineOptions.class).getAllowNonRestoredState());
    return dropsState
        ? manifest.droppingState().refusals(saved.droppingState())
        : manifest.refusals(saved);
  }

  /** Returns why state without a manifest is refused, and what to do. */
  static String withoutManifest(String savepoint) {
    return ("--from=%s contains no manifest: another program or an earlier build of Tally wrote it. Restore it"
            + " with the build that wrote it, or start without --from and --sinkGroup.")
        .formatted(savepoint);
  }

  private static RestoreCheck problems(String savepoint, List<String> refusals) {
    return new RestoreCheck(
        refusals.stream()
            .map(refusal -> "--from=%s cannot be used: %s.".formatted(savepoint, refusal))
            .toList(),
        List.of(),
        List.of());
  }

  private static RestoreCheck problem(String problem) {
    return new RestoreCheck(List.of(problem), List.of(), List.of());
  }

  private static RestoreCheck unread(String savepoint, String why) {
    return new RestoreCheck(
        List.of(),
        List.of(
            "--from=%s cannot be read here (%s): the workers compare its settings with this job's, and the job ends if they do not fit."
                .formatted(savepoint, why)),
        List.of());
  }

  private static RestoreCheck missing(PipelineOptions options, String savepoint) {
    if (!isOnThisMachine(options, savepoint)) {
      return unread(savepoint, "no such file on this machine");
    }
    return problem(
        exists(savepoint)
            ? "--from=%s is not a savepoint or a completed checkpoint: it contains no file _metadata. Use a directory that contains it, for example one named savepoint-… or chk-…."
                .formatted(savepoint)
            : "--from=%s does not exist. Use the path that ./tally stop printed, or the directory chk-… of a checkpoint that the job has retained."
                .formatted(savepoint));
  }

  private static boolean exists(String savepoint) {
    try {
      Path path = new Path(savepoint);
      return path.getFileSystem().exists(path);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns false if the cluster may see files that this machine does not see. */
  private static boolean isOnThisMachine(PipelineOptions options, String savepoint) {
    String scheme = new Path(savepoint).toUri().getScheme();
    boolean local = scheme == null || scheme.equals("file");
    return local
        && (!RunnerSettings.onRemoteFlink(options)
            || isLoopback(RunnerSettings.restUrl(options, 0)));
  }

  private static boolean isLoopback(@Nullable String url) {
    try {
      return url != null && InetAddress.getByName(URI.create(url).getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
