/**
 * The attribution job: it reads orders, clean ad events and campaigns, and writes attributed
 * orders.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.attribution;
