package dev.tally.pipelines.union;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;

/**
 * A store into which the union job loads rows.
 *
 * @param name the end of the name of the step, e.g. {@code Hive}; it is part of the savepoint
 *     contract
 * @param load writes the rows
 */
public record RowStore(String name, PTransform<PCollection<Row>, PDone> load) {}
