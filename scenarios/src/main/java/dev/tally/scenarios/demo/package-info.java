/**
 * The demos: they start servers and jobs, send generated events through failures, and compare the
 * results with the truth.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.scenarios.demo;
