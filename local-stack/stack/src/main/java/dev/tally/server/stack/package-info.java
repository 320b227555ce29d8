@org.jspecify.annotations.NullMarked
package dev.tally.server.stack;
