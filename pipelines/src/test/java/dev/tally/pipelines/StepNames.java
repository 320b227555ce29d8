package dev.tally.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;

/**
 * Collects the names of a job's steps, except those within its ports. Savepoints identify state by
 * these names.
 */
public final class StepNames {
  private StepNames() {}

  public static SortedSet<String> of(Pipeline pipeline) {
    SortedSet<String> names = new TreeSet<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            names.add(node.getFullName());
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            names.add(node.getFullName());
          }
        });
    names.removeIf(name -> name.startsWith("KeepManifest/"));
    names.removeIf(
        name -> name.isEmpty() || name.contains("PAssert") || name.matches("(Read|Write)\\w+/.*"));
    return names;
  }

  /** Returns the expected names from a resource with one name per line. */
  public static List<String> golden(String resource) {
    try (InputStream lines =
        Objects.requireNonNull(StepNames.class.getResourceAsStream(resource), resource)) {
      return new String(lines.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
