package dev.tally.runners.manifest;

import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.UnboundedSource.CheckpointMark;

/**
 * A part of a source as a savepoint holds it.
 *
 * @param source the part that one reader reads
 * @param mark how far it has been read
 */
public record SavedSplit(UnboundedSource<?, ?> source, CheckpointMark mark) {}
