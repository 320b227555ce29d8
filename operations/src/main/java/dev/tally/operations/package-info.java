/**
 * Operations on topics and jobs that the command line uses: create topics, send files, run jobs and
 * follow their progress, read stores.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.operations;
