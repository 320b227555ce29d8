/** The demo: everything started, events generated and counted through a failure, and the proof. */
@org.jspecify.annotations.NullMarked
package dev.tally.demo;
