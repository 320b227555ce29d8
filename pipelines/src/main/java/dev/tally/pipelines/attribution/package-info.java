/** The attribution job: orders, clean ad events and campaigns in, attributed orders out. */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.attribution;
