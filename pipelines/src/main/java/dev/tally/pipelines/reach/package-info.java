/** The reach job: it keeps the distinct users of each campaign and UTC day. */
@org.jspecify.annotations.NullMarked
package dev.tally.pipelines.reach;
