package dev.tally.truth.compare;

import java.util.Map;

/**
 * A row of ad metrics from a store or from a truth file.
 *
 * @param dimensions e.g. {@code AD_ID} → {@code ad-1}, {@code MINUTE_MS} → {@code 1767571200000}
 * @param measures e.g. {@code CLICKS} → 3
 */
public record MetricsRow(Map<Dimension, String> dimensions, Map<Measure, Long> measures) {}
