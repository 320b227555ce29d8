package dev.tally.runners.manifest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Passes the manifest of the running job to its workers.
 *
 * <p>The manifest is not a field of the source: Flink stores a source as a whole in its savepoints,
 * with the settings that it had when the job was first started. Options are always those of the
 * running job.
 */
public interface ManifestOptions extends PipelineOptions {
  @Hidden
  @Description("The manifest of the job, encoded; set when its pipeline is built.")
  @Nullable String getManifest();

  void setManifest(@Nullable String value);

  /** Writes the manifest into the options. */
  static void write(PipelineOptions options, Manifest manifest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new ManifestCoder().encode(manifest, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    options
        .as(ManifestOptions.class)
        .setManifest(Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  /** Reads the manifest from the options. */
  static Manifest read(PipelineOptions options) throws IOException {
    String encoded = options.as(ManifestOptions.class).getManifest();
    if (encoded == null) {
      throw new IllegalStateException("The options of the job contain no manifest.");
    }
    return new ManifestCoder()
        .decode(new ByteArrayInputStream(Base64.getDecoder().decode(encoded)));
  }
}
