/** What an operator does to topics and jobs: create, send, watch. The command line calls it. */
@org.jspecify.annotations.NullMarked
package dev.tally.operate;
